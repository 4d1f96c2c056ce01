"""The real YAML language server, as editors run it: it completes, explains and marks mistakes."""

from __future__ import annotations

import json
import queue
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from playbook.schema import as_text, schemas, settings

pytestmark = pytest.mark.slow
SERVER = Path(__file__).parent / "tools/node_modules/yaml-language-server/bin/yaml-language-server"
TEXT = """\
processes:
  - id: pay
    name: Pay suppliers
    purpose: Every invoice is paid on time.
    acountable: lead
    p
"""
SECONDS = 30


class Server:
    """Speak to a language server over its input and output."""

    def __init__(self, process: subprocess.Popen[bytes], root: Path) -> None:
        self.process, self.root, self.number = process, root, 0
        self.answers: queue.Queue[dict[str, Any]] = queue.Queue()
        self.kept: list[dict[str, Any]] = []
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self) -> None:
        stream = self.process.stdout
        assert stream
        while line := stream.readline():
            size = 0
            while line.strip():
                if line.lower().startswith(b"content-length:"):
                    size = int(line.split(b":")[1])
                line = stream.readline()
            self.answers.put(json.loads(stream.read(size)))

    def send(self, **message: Any) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self.process.stdin.flush()

    def tell(self, method: str, params: Any) -> None:
        self.send(method=method, params=params)

    def ask(self, method: str, params: Any) -> Any:
        self.number += 1
        number = self.number
        self.send(id=number, method=method, params=params)
        return self.wait(lambda it: it.get("id") == number and "method" not in it)["result"]

    def wait(self, wanted: Any) -> dict[str, Any]:
        for found in self.kept:
            if wanted(found):
                self.kept.remove(found)
                return found
        while True:
            answer = self.answers.get(timeout=SECONDS)
            if "method" in answer and "id" in answer:
                self.send(id=answer["id"], result=self.setting(answer))
            elif wanted(answer):
                return answer
            else:
                self.kept.append(answer)

    def setting(self, asked: dict[str, Any]) -> Any:
        """Answer with what `.vscode/settings.json` holds, as VS Code does."""
        if asked["method"] != "workspace/configuration":
            return None
        chosen = json.loads((self.root / ".vscode" / "settings.json").read_text("utf-8"))
        yaml = {"schemas": chosen["yaml.schemas"], "schemaStore": {"enable": False}}
        yaml |= {"validate": True, "completion": True, "hover": True}
        return [yaml if one.get("section") == "yaml" else {} for one in asked["params"]["items"]]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    node = shutil.which("node")
    assert node, "Node.js is missing; tests/tools/install.sh installs it"
    for name, schema in schemas().items():
        path = tmp_path / ".playbook" / "schema" / f"{name}.schema.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(as_text(schema), "utf-8")
    (tmp_path / ".vscode").mkdir()
    (tmp_path / ".vscode" / "settings.json").write_text(as_text(settings()), "utf-8")
    process = subprocess.Popen(
        [node, str(SERVER), "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    spoken = Server(process, tmp_path)
    root = tmp_path.as_uri()
    capable = {
        "workspace": {"configuration": True, "workspaceFolders": True},
        "textDocument": {"completion": {}, "hover": {}, "publishDiagnostics": {}},
    }
    folders = [{"uri": root, "name": "project"}]
    spoken.ask(
        "initialize",
        {"processId": None, "rootUri": root, "capabilities": capable, "workspaceFolders": folders},
    )
    spoken.tell("initialized", {})
    yield spoken
    process.kill()
    process.wait()


def test_the_language_server_completes_explains_and_marks(server: Server) -> None:
    path = server.root / "content" / "organisations" / "x" / "processes" / "all.yaml"
    document = {"uri": path.as_uri()}
    server.tell("workspace/didChangeConfiguration", {"settings": {}})
    opened = {**document, "languageId": "yaml", "version": 1, "text": TEXT}
    server.tell("textDocument/didOpen", {"textDocument": opened})

    said = server.wait(
        lambda it: (
            it.get("method") == "textDocument/publishDiagnostics"
            and it["params"]["uri"] == document["uri"]
            and any("acountable" in one["message"] for one in it["params"]["diagnostics"])
        )
    )
    marked = [one for one in said["params"]["diagnostics"] if "acountable" in one["message"]]
    assert marked[0]["range"]["start"]["line"] == 4

    at = {"textDocument": document, "position": {"line": 3, "character": 6}}
    explained = json.dumps(server.ask("textDocument/hover", at), ensure_ascii=False)
    assert "nl: doel (een leverancier mag dit zien)" in explained
    assert "en: purpose" in explained

    at = {"textDocument": document, "position": {"line": 5, "character": 5}}
    found = server.ask("textDocument/completion", at)
    labels = {item["label"] for item in found["items"]}
    assert labels >= {"pcf", "people"}
