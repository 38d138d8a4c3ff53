"""A mail server for tests: it takes messages as a real one does, and remembers them."""

import base64
import socketserver
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class MailServer:
    """Where it listens, what it took, whose messages it took without a word, and what it refuses: recipient -> answer.

    Args:
        slow_s: seconds before it says that it took a message.
        hangs_up_after_data: it takes a message and says nothing of it.
        hangs_up_after: messages that it takes on one connection before it hangs up, between two; 0 for no limit.
        stalls: it takes a message and never answers.
        password: what it asks for, as «user:password»; empty for nothing.
        certificate: what it shows when asked to speak in secret; None when it only speaks in the open.
    """

    port: int = 0
    taken: list[tuple[str, bytes]] = field(default_factory=list)
    held: list[str] = field(default_factory=list)
    refusals: dict[str, str] = field(default_factory=dict)
    slow_s: float = 0.0
    hangs_up_after_data: bool = False
    hangs_up_after: int = 0
    stalls: bool = False
    password: str = ""
    certificate: ssl.SSLContext | None = None
    in_secret: bool = False
    over: threading.Event = field(default_factory=threading.Event)

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
            recipient, taken, is_known = "", 0, not known.password
            while line := self.rfile.readline().decode("utf-8", "replace").strip():
                verb = line[:4].upper()
                if verb in {"EHLO", "HELO"}:
                    self.greet()
                elif verb == "STAR" and known.certificate is not None:
                    self.say("220 go on")
                    self.speak_in_secret(known.certificate)
                elif verb == "AUTH":
                    given = base64.b64decode(line.split()[-1]).decode().strip("\0").replace("\0", ":")
                    is_known = given == known.password
                    self.say("235 welcome" if is_known else "535 who are you?")
                elif not is_known and verb in {"MAIL", "RCPT", "DATA"}:
                    self.say("530 sign in first")
                elif verb == "RCPT":
                    recipient = line.partition("<")[2].partition(">")[0]
                    self.say(known.refusals.get(recipient, "250 ok"))
                elif verb == "DATA":
                    self.say("354 go on")
                    body = self.read_body()
                    time.sleep(known.slow_s)
                    known.taken.append((recipient, body))
                    taken += 1
                    if known.stalls:
                        known.held.append(recipient)
                        known.over.wait(30)
                    if known.hangs_up_after_data:
                        return
                    self.say("250 taken")
                    if taken == known.hangs_up_after:
                        return
                elif verb == "QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("250 ok")

        def finish(self) -> None:
            super().finish()
            self.request.close()

        def greet(self) -> None:
            offers = ["STARTTLS"] * (known.certificate is not None) + ["AUTH PLAIN"] * bool(known.password)
            *before, last = ["test", *offers]
            for words in before:
                self.say(f"250-{words}")
            self.say(f"250 {last}")

        def speak_in_secret(self, certificate: ssl.SSLContext) -> None:
            self.request = certificate.wrap_socket(self.request, server_side=True)
            self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", buffering=0)
            known.in_secret = True

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
        known.over.set()
        server.shutdown()
        thread.join()
