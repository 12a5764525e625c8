"""Importing a module does nothing."""

import subprocess
import sys

from tests.support.repository import OURS, ROOT, list_sources

IMPORT_EVERYTHING = """
import gc, importlib, os, sys, threading

DEEDS = {"socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.fork",
         "os.posix_spawn", "os.putenv", "os.mkdir", "os.remove", "os.rename", "sqlite3.connect", "signal.pthread_kill"}
ours = tuple(sys.argv[1].split(","))

def is_ours():
    frame = sys._getframe(2)
    while frame is not None:
        if frame.f_globals.get("__name__", "").split(".")[0] in ours and frame.f_code.co_name == "<module>":
            return True
        frame = frame.f_back
    return False

def watch(event, args):
    writes = event == "open" and isinstance(args[2], int) and args[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    if (event in DEEDS or writes) and is_ours():
        print(f"{event} {args}")
        os._exit(1)

sys.addaudithook(watch)
for name in sys.argv[2:]:
    importlib.import_module(name)

made = {"Engine", "App", "Flask", "WebClient", "Starlette", "Session", "Server"}
roots = {"sqlalchemy", "slack_bolt", "flask", "slack_sdk", "starlette", "uvicorn"}
found = [type(each).__name__ for each in gc.get_objects()
         if type(each).__name__ in made and type(each).__module__.split(".")[0] in roots]
threads = [thread.name for thread in threading.enumerate() if thread is not threading.main_thread()]
assert not found, found
assert not threads, threads
"""

GARBAGE = {"DATABASE_URL": "?", "SLACK_BOT_TOKEN": "?", "SLACK_SIGNING_SECRET": "?", "SLACK_API_URL": "?", "PORT": "?"}
"""Settings that would stop a start, if importing were one."""


def test_importing_any_module_starts_opens_and_makes_nothing() -> None:
    modules = [source.module for source in list_sources(*OURS)]
    assert "bot.web" in modules
    imported = subprocess.run(
        [sys.executable, "-B", "-c", IMPORT_EVERYTHING, ",".join(OURS), *modules],
        cwd=ROOT,
        env={"PYTHONDONTWRITEBYTECODE": "1", **GARBAGE},
        capture_output=True,
        text=True,
        check=False,
    )
    assert imported.returncode == 0, imported.stdout + imported.stderr
