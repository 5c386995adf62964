"""What script/server runs: the site brought up to date, then web, worker and scheduler until Ctrl-C.

Every process is a child of this one. When one of them ends by itself, its name and
exit status are shown and the others are stopped: half a server is worse than none.
"""

import fcntl
import gc
import hashlib
import os
import shlex
import signal
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import django

ACCOUNTS = (
    ("administrator", "admin@example.com", "demo-admin-2026"),
    ("editor", "editor@example.com", "demo-editor-2026"),
    ("approver", "director@example.com", "demo-director-2026"),
    ("member department", "staff@example.com", "demo-staff-2026"),
    ("representative of 0901", "member@example.com", "demo-member-2026"),
    ("second representative of 0901", "colleague@example.com", "demo-colleague-2026"),
    ("representative of 0902 and 0951", "other@example.com", "demo-other-2026"),
    ("representative of 0906, excluded", "excluded@example.com", "demo-excluded-2026"),
)
WEB_WORKERS = 2
WEB_THREADS = 4
TASK_PROCESSES = 2
START_TIMEOUT = 60  # seconds


def main():
    """Run until a signal or the end of a child. Exits with 130 after Ctrl-C, 143 after SIGTERM."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that embedded services are stopped too
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.dev"
    os.environ.setdefault("DEBUG", "off")
    port = os.environ.setdefault("PORT", "8000")
    try:
        _refuse_taken_port(port)
        lock = _refuse_taken_folder()
        django.setup()
        _bring_up_to_date()
        status = _run(port)
        lock.close()
    except KeyboardInterrupt:
        status = 130
    sys.exit(status)


def _refuse_taken_port(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(port)))
        except (ValueError, OverflowError):
            sys.exit(f"PORT={port} is not a port number.")
        except OSError as error:
            sys.exit(f"Port {port} cannot be used: {error.strerror}. Choose another one: PORT=8001 script/server")


def _refuse_taken_folder():
    var_dir = Path(os.environ.get("VAR_DIR", "var")).resolve()
    try:
        var_dir.mkdir(parents=True, exist_ok=True)
        lock = (var_dir / "server.lock").open("w")
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit(f"Another script/server uses {var_dir}. Give this one its own: VAR_DIR=/tmp/second script/server")
    except OSError as error:
        sys.exit(f"VAR_DIR={var_dir} cannot be used: {error.strerror}.")
    return lock


def _bring_up_to_date():
    """Migrate, collect static files, prepare, and load the demonstration content of a new database."""
    from django.conf import settings  # noqa: PLC0415 - here and below: only after django.setup()
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection, connections  # noqa: PLC0415
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415

    from cms.audit.models import AuditEntry  # noqa: PLC0415

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        print("Bringing the database up to date…", flush=True)
        gc.set_threshold(50_000, 20, 100)  # walking what migrations make more often takes a third of their time
        call_command("migrate", interactive=False, verbosity=0)
    if not settings.DEBUG:
        _collect_static(settings.STATIC_ROOT)
    call_command("prepare")
    if not AuditEntry.objects.filter(action="demo.loaded").exists():
        call_command("demo")
    connections.close_all()


def _collect_static(static_root):
    """Collect static files, if any of them changed since the last time."""
    from django.contrib.staticfiles.finders import get_finders  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = os.stat(storage.path(path))
            digest.update(f"{path}\0{stat.st_mtime_ns}\0{stat.st_size}\n".encode())
    stamp = static_root.with_suffix(".stamp")
    if not stamp.exists() or stamp.read_text() != digest.hexdigest():
        print("Collecting static files…", flush=True)
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(digest.hexdigest())


def commands(port, var_dir, *, web_workers=WEB_WORKERS, task_processes=TASK_PROCESSES):
    """Return the shell's command of each process by its name."""
    # Root is welcome here: tasks are JSON, and a container often has no other user.
    python = f"exec {shlex.quote(sys.executable)}"
    celery = f'{python} -W "ignore:You\'re running the worker with superuser" -m celery --app cms --quiet'
    schedule = shlex.quote(str(var_dir / "beat-schedule"))
    return {
        "web": f"{python} -m granian --interface wsgi --host 127.0.0.1 --port {int(port)} --workers {web_workers}"
        f" --blocking-threads {WEB_THREADS} --respawn-failed-workers --log-level warning cms.wsgi:application",
        "worker": f"{celery} worker --concurrency {task_processes} --loglevel warning --without-gossip",
        "beat": f"{celery} beat --loglevel warning --pidfile= --schedule {schedule}",
    }


def _run(port):
    """Start the processes and wait. Returns the exit status."""
    from django.conf import settings  # noqa: PLC0415
    from honcho.manager import Manager  # noqa: PLC0415 - absent in production

    manager = Manager()
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    for name, command in commands(port, settings.VAR_DIR).items():
        manager.add_process(name, command, env=environment)
    threading.Thread(target=_announce, args=(port, settings), daemon=True).start()
    manager.loop()
    return manager.returncode


def _announce(port, settings):
    """Once the site answers, print where it is and who may enter."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}/healthz", headers={"Host": settings.SITE_HOST})
    deadline = time.monotonic() + START_TIMEOUT
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(request, timeout=5):  # noqa: S310 - our own address
                break
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    lines = ["", f"Public site   {settings.SITE_URL}/     staff: {settings.SITE_URL}/admin/"]
    if settings.LK_URL:
        lines.append(f"Cabinet       {settings.LK_URL}/")
    lines += [f"Letters       {settings.EMAIL_FILE_PATH}", "", "Demo accounts:"]
    lines += [f"  {login:<24}{password:<22}{who}" for who, login, password in ACCOUNTS]
    lines += ["", "Ctrl-C stops everything.", ""]
    print("\n".join(lines), flush=True)


if __name__ == "__main__":
    main()
