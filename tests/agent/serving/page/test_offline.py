"""`medley serve` as it is started, with every socket but loopback's blocked: nothing even tries to leave."""

import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="needs the extra 'chat'")

BLOCKED = """
import ipaddress, socket, sys
tried = open(sys.argv.pop(1), "a", buffering=1)
def check(host):
    if host in (None, "", "localhost"):
        return
    try:
        fine = ipaddress.ip_address(host).is_loopback
    except ValueError:
        fine = False
    if not fine:
        tried.write(f"{host}\\n")
        raise OSError(f"blocked: {host}")
connect, look_up = socket.socket.connect, socket.getaddrinfo
def guarded_connect(self, address):
    if isinstance(address, tuple):
        check(address[0])
    return connect(self, address)
def guarded_look_up(host, *rest, **named):
    check(host.decode() if isinstance(host, bytes) else host)
    return look_up(host, *rest, **named)
socket.socket.connect, socket.getaddrinfo = guarded_connect, guarded_look_up
from agent.cli.main import main
main()
"""


def _text(url: str) -> str:
    with urllib.request.urlopen(url, timeout=30) as answer:
        return str(answer.read().decode())


def test_the_server_starts_and_answers_with_the_network_cut_off(starter: Path, browser: Any, tmp_path: Path) -> None:
    tried = tmp_path / "tried"
    command = [sys.executable, "-c", BLOCKED, str(tried), "serve", "--store", str(starter), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            found = re.search(r"http://127\.0\.0\.1:\d+/", line)
            assert found is not None, line + (process.stderr.read() if process.stderr else "")
            assert "/page.js" in _text(found[0])
            page = browser.new_page()
            page.goto(found[0])
            page.wait_for_selector("html[data-medley=ready]")
            page.fill("#request", "animals")
            page.keyboard.press("Enter")
            page.wait_for_selector(".card:not(.waiting)")
            page.close()
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(20)
    assert tried.read_text() == ""
