"""A mail server for tests: it takes messages as a real one does, and remembers them."""

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class MailServer:
    """Where it listens, what it took, and what it refuses: recipient -> answer."""

    port: int = 0
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    refusals: dict[str, str] = field(default_factory=dict)
    slow_s: float = 0.0
    hangs_up_after_data: bool = False

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    @property
    def recipients(self) -> list[str]:
        return [recipient for recipient, _ in self.taken]


@contextmanager
def mail_server(**given: object) -> Iterator[MailServer]:
    """Listen on a free port until the end of the block."""
    known = MailServer(**given)  # type: ignore[arg-type]

    class Conversation(socketserver.StreamRequestHandler):
        def say(self, words: str) -> None:
            self.wfile.write(f"{words}\r\n".encode())

        def handle(self) -> None:
            self.say("220 test")
            recipient = ""
            while line := self.rfile.readline().decode("utf-8", "replace").strip():
                verb = line[:4].upper()
                if verb in {"EHLO", "HELO"}:
                    self.say("250 test")
                elif verb == "RCPT":
                    recipient = line.partition("<")[2].partition(">")[0]
                    self.say(known.refusals.get(recipient, "250 ok"))
                elif verb == "DATA":
                    self.say("354 go on")
                    body = self.read_body()
                    time.sleep(known.slow_s)
                    known.taken.append((recipient, body))
                    if known.hangs_up_after_data:
                        return
                    self.say("250 taken")
                elif verb == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 ok")

        def read_body(self) -> bytes:
            lines = []
            while (line := self.rfile.readline()) not in {b".\r\n", b""}:
                lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
            return b"".join(lines)

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            """A client that was killed hangs up: that is what some tests are about."""

    with Server(("127.0.0.1", 0), Conversation) as server:
        known.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield known
        server.shutdown()
        thread.join()
