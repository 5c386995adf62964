"""A store of objects for tests: what a bucket of S3 answers to the requests that files of members make."""

import hashlib
import re
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

KEY_ID, SECRET, BUCKET = "tests-key", "tests-secret", "members"
MODIFIED = "Sun, 01 Nov 2026 09:00:00 GMT"


@contextmanager
def running():
    """Run the store; gives it with its ``endpoint``, its ``objects`` by name and what it was ``asked``."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Answers)
    server.daemon_threads = True
    server.objects, server.parts, server.asked = {}, {}, []
    server.endpoint = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_PUT(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if not self._is_known():
            return
        if "uploadId" in self.query:
            self.server.parts.setdefault(self.query["uploadId"], {})[int(self.query["partNumber"])] = body
        else:
            self.server.objects[self.key] = body
        self._answer(200, ETag=f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"')

    def do_POST(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if not self._is_known():
            return
        if "uploads" in self.query:
            upload = f"u{len(self.server.parts) + 1}"
            names = f"<Bucket>{BUCKET}</Bucket><Key>{self.key}</Key><UploadId>{upload}</UploadId>"
            self._answer(200, f"<InitiateMultipartUploadResult>{names}</InitiateMultipartUploadResult>".encode())
        else:
            parts = self.server.parts.pop(self.query["uploadId"])
            self.server.objects[self.key] = b"".join(parts[number] for number in sorted(parts))
            self._answer(200, b"<CompleteMultipartUploadResult></CompleteMultipartUploadResult>")

    def do_DELETE(self):
        if self._is_known():
            self.server.objects.pop(self.key, None)
            self._answer(204)

    def do_HEAD(self):
        self.do_GET()

    def do_GET(self):
        if not self._is_known():
            return
        if not self.key:
            rows = "".join(
                f"<Contents><Key>{name}</Key><Size>{len(body)}</Size></Contents>"
                for name, body in sorted(self.server.objects.items())
                if name.startswith(self.query.get("prefix", ""))
            )
            self._answer(200, f"<ListBucketResult><IsTruncated>false</IsTruncated>{rows}</ListBucketResult>".encode())
        elif self.key not in self.server.objects:
            self._answer(404, b"<Error><Code>NoSuchKey</Code></Error>")
        else:
            whole = body = self.server.objects[self.key]
            headers = {"Last-Modified": MODIFIED, "ETag": '"x"'}
            if asked := re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", "")):
                start, end = int(asked[1]), min(int(asked[2] or len(whole)), len(whole) - 1)
                body = whole[start : end + 1]
                headers["Content-Range"] = f"bytes {start}-{end}/{len(whole)}"
            self._answer(206 if asked else 200, body, **headers)

    def _is_known(self):
        """Read the address; refuse who does not sign with the key."""
        parts = urlsplit(self.path)
        self.key = unquote(parts.path).removeprefix(f"/{BUCKET}").removeprefix("/")
        self.query = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        self.server.asked.append((self.command, self.key))
        if f"Credential={KEY_ID}/" in self.headers.get("Authorization", ""):
            return True
        self._answer(403, b"<Error><Code>AccessDenied</Code></Error>")
        return False

    def _answer(self, status, body=b"", **headers):
        self.send_response(status)
        for name, value in ({"Content-Length": str(len(body))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *args):
        """Stay silent."""
