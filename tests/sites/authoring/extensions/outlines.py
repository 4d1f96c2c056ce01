"""How Brook reads the outlines that list its processes: `playbook import NAME.outline`."""

from playbook.importers import importer


@importer(".outline")
def from_outline(_name, data):
    rows, department = [["Process", "Department"]], None
    for line in data.decode().splitlines():
        if line.startswith("- "):
            rows.append([line.removeprefix("- "), department])
        elif line.strip():
            department = line.strip()
    return {"Outline": rows}
