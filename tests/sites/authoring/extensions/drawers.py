"""Where Brook publishes to: a drawer, which is a folder without folders in it."""

from urllib.parse import quote, unquote

from playbook.shelves import shelf


@shelf("drawer")
def drawer(address, root):
    return Drawer(root / address)


class Drawer:
    def __init__(self, folder):
        self.folder = folder

    def read(self, address):
        path = self.place(address)
        return path.read_bytes() if path.is_file() else None

    def write(self, address, data):
        self.folder.mkdir(exist_ok=True)
        self.place(address).write_bytes(data)

    def remove(self, addresses):
        for address in addresses:
            self.place(address).unlink(missing_ok=True)

    def names(self, folder):
        start = f"{folder}/" if folder else ""
        files = self.folder.iterdir() if self.folder.is_dir() else ()
        addresses = [unquote(file.name) for file in files]
        return {one.removeprefix(start).split("/")[0] for one in addresses if one.startswith(start)}

    def place(self, address):
        return self.folder / quote(address, safe="")
