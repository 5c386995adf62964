"""What stands in deploy/ fits the project and itself: units, nginx, the example environment."""

import re
import shlex
import shutil
import subprocess
from configparser import ConfigParser

import pytest
from django.conf import settings
from django.urls import get_resolver
from django.utils.module_loading import import_string

from cms.core.logs import redact_text

DEPLOY = settings.BASE_DIR / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
NGINX = re.sub(r"(?m)(^|\s)#.*$", "", (DEPLOY / "nginx.conf").read_text())
VAR_DIR = re.search(r"(?m)^VAR_DIR=(\S+)", (DEPLOY / "production.env.example").read_text())[1]


def unit(path):
    """Read a unit; systemd's continued lines are joined."""
    parser = ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str
    parser.read_string(re.sub(r"\\\n\s*", " ", path.read_text()))
    return parser


def blocks(text):
    """Split nginx's text into directives and blocks: pairs of words and, for a block, its content. Checks its form."""
    found, words = [], []
    tokens = iter(re.findall(r'"[^"]*"|\'[^\']*\'|[{};]|[^\s{};"\']+', text))
    stack = [found]
    for token in tokens:
        if token == ";":
            assert words, "a semicolon after nothing"
            stack[-1].append((words, None))
            words = []
        elif token == "{":
            inner = []
            stack[-1].append((words, inner))
            stack.append(inner)
            words = []
        elif token == "}":
            assert not words, f"no semicolon after {words}"
            stack.pop()
            assert stack, "one brace too many"
        else:
            words.append(token)
    assert stack == [found]
    assert not words
    return found


def locations():
    """Yield the locations of the server that serves both sites."""
    for words, content in blocks(NGINX):
        if words == ["server"]:
            for inner, directives in content:
                if inner[0] == "location":
                    yield inner[1:], directives


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_unit_runs_the_project_as_its_user_and_writes_only_its_folder(path):
    service = unit(path)["Service"]
    program, *arguments = shlex.split(service["ExecStart"])
    assert program.startswith(f"{service['WorkingDirectory']}/.venv/bin/")
    assert shutil.which(program.rsplit("/", 1)[1], path=settings.BASE_DIR / ".venv/bin")
    assert service["User"] == "np-ss"
    assert service["ReadWritePaths"] == VAR_DIR
    assert service["Environment"] == "DJANGO_SETTINGS_MODULE=cms.settings.production"
    assert (service["NoNewPrivileges"], service["ProtectSystem"]) == ("yes", "strict")
    if program.endswith("granian"):
        import_string(arguments[-1].replace(":", "."))
    else:
        assert arguments[:2] == ["--app", "cms"]


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not here")
def test_systemd_finds_no_fault_but_that_nothing_is_installed():
    answer = subprocess.run(
        ["systemd-analyze", "verify", *UNITS], capture_output=True, text=True, timeout=60, check=False
    )
    faults = [line for line in answer.stderr.splitlines() if "np-ss" in line]
    assert [line for line in faults if "is not executable: No such file" not in line] == []


def test_nginx_passes_requests_to_the_port_of_the_web_unit():
    command = shlex.split(unit(DEPLOY / "systemd/np-ss-web.service")["Service"]["ExecStart"])
    address = f"{command[command.index('--host') + 1]}:{command[command.index('--port') + 1]}"
    (upstream,) = (content for words, content in blocks(NGINX) if words[0] == "upstream")
    assert (["server", address], None) in upstream


def test_nginx_overwrites_what_a_client_could_forge_and_no_location_drops_it():
    (server,) = (
        content
        for words, content in blocks(NGINX)
        if words == ["server"] and any(i[0][0] == "location" for i in content)
    )
    headers = {words[1]: words[2] for words, _inner in server if words[0] == "proxy_set_header"}
    assert headers["X-Forwarded-For"] == "$remote_addr"
    assert headers["X-Forwarded-Proto"] == "$scheme"
    assert headers["X-Request-ID"] == "$request_id"
    said = {words[1] for words, _inner in server if words[0] == "add_header"}
    for where, directives in locations():
        own = [words for words, _inner in directives if words[0] in ("proxy_set_header", "add_header")]
        if (["internal"], None) in directives:  # nginx drops there what the application said
            assert {words[1] for words in own} == said, where
            assert all(words[0] == "add_header" and words[-1] == "always" for words in own)
            assert not any("$" in word for words in own for word in words)
        else:
            assert own == [], where


@pytest.mark.parametrize("path", ["/admin/login/", "/login/", "/activate/abc/"])
def test_doors_are_limited(path):
    doors = [where[1] for where, directives in locations() if any(words[0] == "limit_req" for words, _i in directives)]
    assert any(re.search(pattern, path) for pattern in doors)


SECRETS = {"token", "key", "code"}  # names of arguments that open something to whoever knows their value
#: There a code is the name of a service, a list, a decision, a kind of submission.
NAMES_BY_CODE = ("admin/cabinet/", "admin/correspondence/", "requests/", "documents/")


def routes(resolver, before=""):
    """Yield every pattern of a URLconf, as written, from the host on."""
    for pattern in resolver.url_patterns:
        here = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern, here)
        else:
            yield here


def secret_addresses():
    """Yield an address for each pattern of either host that has a secret in it."""
    for urlconf in (settings.ROOT_URLCONF, settings.LK_URLCONF):
        for route in routes(get_resolver(urlconf)):
            assert not SECRETS & set(re.findall(r"\?P<(\w+)>", route)), f"{route}: only path() is read here"
            secret = SECRETS - {"code"} if route.startswith(NAMES_BY_CODE) else SECRETS
            if secret & set(re.findall(r"<(?:\w+:)?(\w+)>", route)):
                yield "/" + re.sub(r"<(?:\w+:)?(\w+)>", r"a-\1-of-somebody", route)


def logged_by_nginx(path):
    """Return what nginx writes of a path."""
    (entries,) = (content for words, content in blocks(NGINX) if words == ["map", "$uri", "$uri_logged"])
    for (pattern, written), _inner in entries:
        if pattern.startswith("~") and re.search(pattern[1:], path):
            return written
    return path


@pytest.mark.needs_addon
def test_no_log_tells_the_secret_in_an_address():
    addresses = list(secret_addresses())
    assert {"/chernovik/a-token-of-somebody/", "/activate/a-token-of-somebody/"} <= set(addresses)
    for address in addresses:
        secrets = [f"a-{name}-of-somebody" for name in SECRETS]
        for written in (logged_by_nginx(address), redact_text(f"GET {address}"), redact_text(f"'{address}'")):
            assert not any(secret in written for secret in secrets), f"{address} is logged as {written}"
    assert logged_by_nginx("/novosti/") == "/novosti/"


def test_files_of_people_are_never_served_by_nginx_and_static_ones_from_their_folder():
    served = {" ".join(where): {words[0]: words[-1] for words, _i in directives} for where, directives in locations()}
    assert not any("media" in where for where in served)
    assert served["/static/"]["alias"] == f"{VAR_DIR}/static/"


@pytest.mark.needs_addon
def test_pieces_of_files_pass_through_as_they_come():
    from lk_addon.files.domain.uploads import PIECE

    (directives,) = (inner for where, inner in locations() if where == ["/files/uploads/"])
    told = {words[0]: words[1] for words, _inner in directives}
    assert int(told["client_max_body_size"].removesuffix("m")) * 1024 * 1024 > PIECE
    assert told["proxy_request_buffering"] == "off"


def test_files_of_members_are_sent_by_nginx_only_when_the_application_says_so():
    example = (DEPLOY / "production.env.example").read_text()
    address = re.search(r"(?m)^#PRIVATE_ACCEL=(\S+)", example)[1]
    (directives,) = (inner for where, inner in locations() if where == [address])
    assert (["internal"], None) in directives
    assert (["alias", f"{VAR_DIR}/private/"], None) in directives
    assert not [where for where, inner in locations() if (["internal"], None) not in inner and "private" in str(inner)]
