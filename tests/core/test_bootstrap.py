"""script/bootstrap where Debian packages are missing: apt-get and dpkg-query are stand-ins, the script is real."""

import os
import pty
import re
import shutil
import subprocess
import sys
from types import SimpleNamespace

import pytest
from django.conf import settings

#: What a machine would have. Each notes its call; ``installed`` lists the packages that are there.
PROGRAMS = {
    "dpkg-query": 'grep -qx "${@: -1}" "$MACHINE/installed" && printf installed',
    "apt-get": """
        echo "$@" >> "$MACHINE/apt-calls"
        [[ -e "$MACHINE/offline" ]] && exit 100
        [[ "$1" == install ]] && printf '%s\\n' "$@" >> "$MACHINE/installed"
        exit 0
    """,
    "sudo": """
        echo "$1" >> "$MACHINE/sudo-calls"
        [[ "$1" == -n ]] && { [[ -e "$MACHINE/password" ]] && exit 1; shift; }
        exec "$@"
    """,
    "npm": "exit 0",
}


def program(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/bash\n{text}\n")
    path.chmod(0o755)


@pytest.fixture
def machine(tmp_path):
    """A copy of what bootstrap reads, with a Python that has everything already."""
    for name in ("bootstrap", "debian-packages.txt"):
        (tmp_path / "script").mkdir(exist_ok=True)
        shutil.copy(settings.BASE_DIR / "script" / name, tmp_path / "script" / name)
    for name in ("requirements-dev.txt", "package.json", "package-lock.json"):
        (tmp_path / name).touch()
    (tmp_path / "node_modules").mkdir()
    program(tmp_path / ".venv/bin/python", f'[[ "$1" == -m ]] && exit 0; exec {sys.executable} "$@"')
    for name, text in PROGRAMS.items():
        program(tmp_path / "bin" / name, text)
    (tmp_path / "installed").touch()
    (tmp_path / "apt-calls").touch()
    (tmp_path / "sudo-calls").touch()

    def run(**options):
        environment = os.environ | {"PATH": f"{tmp_path}/bin:{os.environ['PATH']}", "MACHINE": str(tmp_path)}
        return subprocess.run(
            [tmp_path / "script/bootstrap"],
            **{"stdin": subprocess.DEVNULL} | options,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    return SimpleNamespace(
        run=run, folder=tmp_path, apt_calls=lambda: (tmp_path / "apt-calls").read_text().splitlines()
    )


def wanted():
    """Return the packages of the list, by a reading of our own."""
    lines = (settings.BASE_DIR / "script/debian-packages.txt").read_text().splitlines()
    return [re.split(r"\s*\|", line)[0].strip() for line in lines if line.strip() and not line.startswith("#")]


def test_missing_packages_are_installed_in_one_go(machine):
    answer = machine.run()
    assert answer.returncode == 0, answer.stderr
    update, install = machine.apt_calls()
    assert update.startswith("update")
    assert install.split()[-len(wanted()) :] == wanted()
    assert "off:" not in answer.stderr


def test_only_what_is_missing_is_installed(machine):
    first, *rest = wanted()
    (machine.folder / "installed").write_text("".join(f"{package}\n" for package in rest))
    machine.run()
    assert machine.apt_calls()[1].split()[-2:] == ["--no-install-recommends", first]


def test_nothing_is_asked_of_apt_where_all_is_there(machine):
    (machine.folder / "installed").write_text("".join(f"{package}\n" for package in wanted()))
    answer = machine.run()
    assert answer.returncode == 0, answer.stderr
    assert machine.apt_calls() == []


def test_without_a_network_it_goes_on_and_says_what_is_off(machine):
    (machine.folder / "offline").touch()
    answer = machine.run()
    assert answer.returncode == 0, answer.stderr
    assert "apt-get failed" in answer.stderr
    for package in wanted():
        assert re.search(
            rf"off: \S.* — install it with: sudo apt-get install {re.escape(package)}$", answer.stderr, re.M
        )


@pytest.fixture
def somebody(machine):
    """Not root, with a sudo that wants a password."""
    program(machine.folder / "bin/id", "echo 1000")
    (machine.folder / "password").touch()
    return machine


def test_sudo_may_ask_for_the_password_at_a_terminal(somebody):
    ours, terminal = pty.openpty()
    answer = somebody.run(stdin=terminal)
    os.close(ours)
    os.close(terminal)
    assert answer.returncode == 0, answer.stderr
    assert len(somebody.apt_calls()) == 2
    assert "-n" not in (somebody.folder / "sudo-calls").read_text()


def test_nobody_is_asked_for_a_password_elsewhere(somebody):
    answer = somebody.run()
    assert answer.returncode == 0, answer.stderr
    assert somebody.apt_calls() == []
    assert "no root, no sudo: going on" in answer.stderr
    assert "off: uploads — install it with: sudo apt-get install libmagic1" in answer.stderr


@pytest.fixture
def bare(machine):
    """A machine whose only Python has no ensurepip: Debian's without python3-venv."""
    shutil.rmtree(machine.folder / ".venv")
    (machine.folder / "installed").write_text("".join(f"{package}\n" for package in wanted()))
    program(
        machine.folder / "bin/python3",
        f"""
        case "$*" in
            "-c import ensurepip"|"-c import pip") exit 1 ;;
            *"-m pip"*) [[ -e "$MACHINE/pip" ]] || exit 1; echo "$*" >> "$MACHINE/pip" ;;
            "-m venv"*) echo "$*" >> "$MACHINE/venv"; mkdir -p .venv/bin; cp "$0" .venv/bin/python ;;
            *_base_executable*) echo "$MACHINE/bin/python3" ;;
            *) exec {sys.executable} "$@" ;;
        esac
        """,
    )
    return machine


def test_pip_of_the_system_stands_in_for_a_missing_python3_venv(bare):
    (bare.folder / "pip").touch()
    answer = bare.run()
    assert answer.returncode == 0, answer.stderr
    assert (bare.folder / "venv").read_text() == "-m venv --clear --without-pip .venv\n"
    installing = (bare.folder / "pip").read_text().splitlines()[-1]
    assert installing.startswith("-m pip --python .venv/bin/python install")
    assert "--require-hashes" in installing


def test_without_venv_and_pip_it_says_what_to_install(bare):
    answer = bare.run()
    assert answer.returncode == 1
    assert "sudo apt-get install python3-venv" in answer.stderr
    assert not (bare.folder / ".venv").exists()
