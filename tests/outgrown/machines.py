"""Machines that are set up as the guide for operators says, without a systemd that runs: each a folder.

The guide's lines and the files of `deploy/` are taken as they stand, but for the words of `Machine.words`. What systemd
would do is done here with the units' own words: the socket is held, their commands are started (by
systemd-socket-activate) and waited for until they say that they are ready, and what has died is started again.
"""

import contextlib
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import defaultdict
from pathlib import Path

import sqlalchemy as sa

from tests.services import POSTGRESQL_URL

PROJECT = Path(__file__).parents[2]
PATIENCE_S = 100
PASSWORD = "correct horse battery staple"
METRICS_TOKEN = "what-only-prometheus-has"
STAND_INS = {
    # The machine of the test has the packages, and its venv has the program.
    "apt-get": "",
    "adduser": "",
    "python3": f"""
        [ "$1" = -m ] || exec {sys.executable} "$@"
        mkdir -p "$3/bin"
        ln -sf {Path(sys.executable).parent / "webinars"} "$3/bin/webinars"
        printf '#!/bin/sh\\n' > "$3/bin/pip"
        chmod +x "$3/bin/pip"
        """,
    "nginx": 'exec {nginx} -c "$ROOT/etc/nginx/nginx.conf" "$@"',
    "systemctl": 'echo "$*" >> "$ROOT/asked-of-systemd"',
}
"""Programs in place of those that would change the machine of the test."""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def blocks_of_guide(heading):
    """The shell blocks below a heading of the guide, each as it stands."""
    text = (PROJECT / "docs" / "guide" / "operator.md").read_text()
    section = re.search(rf"^(#+) {heading}\n(.*?)(?=^\1 |^## |\Z)", text, re.MULTILINE | re.DOTALL)[2]
    return re.findall(r"^```sh\n(.*?)^```", section, re.MULTILINE | re.DOTALL)


class Machine:
    def __init__(self, root, *, database="none", redis_url="none", mail_url="none", ports, first=None, words=()):
        self.root, self.first, self.ports = root, first or self, ports
        self.services = {}
        server = sa.make_url(POSTGRESQL_URL)
        as_postgres = f"env PGHOST={server.host} PGPORT={server.port or 5432} PGUSER={server.username}"
        if server.password:
            as_postgres += f" PGPASSWORD={server.password}"
        self.words = {
            # folders
            "/opt/webinars/source/deploy": f"{root}/deploy",
            "/opt/webinars/source": str(PROJECT),
            "/opt/webinars": f"{root}/opt/webinars",
            "/etc/": f"{root}/etc/",
            "/var/lib/": f"{root}/var/lib/",
            "/var/log/nginx": f"{root}/var/log/nginx",
            "/run/nginx.pid": f"{root}/run/nginx.pid",
            "=/run/webinars": f"={root}/run/webinars",
            "scp 10.0.0.1:/etc/": f"cp {self.first.root}/etc/",
            "10.0.0.1:/etc/": f"{self.first.root}/etc/",
            # addresses
            "127.0.0.1:8000": f"127.0.0.1:{ports['one']}",
            r"127\.0\.0\.1:8000": rf"127\.0\.0\.1:{ports['one']}",
            "10.0.0.2:8000": f"127.0.0.1:{ports.get('two')}",
            r"10\.0\.0\.2:8000": rf"127\.0\.0\.1:{ports.get('two')}",
            "listen 80;": f"listen 127.0.0.1:{ports.get('http')};",
            "listen [::]:80;": "",
            "http://127.0.0.1/": f"http://127.0.0.1:{ports.get('http')}/",
            "redis://127.0.0.1:6379/0": redis_url,
            "postgresql:///webinars": server.set(database=database).render_as_string(hide_password=False),
            "# WEBINARS_MAIL_URL='smtp://user:password@mail.example:587?tls=starttls'": f"WEBINARS_MAIL_URL={mail_url}",
            "# WEBINARS_METRICS_TOKEN_FILE=/etc/webinars/metrics-token": f"WEBINARS_METRICS_TOKEN={METRICS_TOKEN}",
            # users
            "runuser -u webinars --": "env",
            "runuser -u postgres --": as_postgres,
            "createuser webinars": f"createuser {database}",
            "--owner=webinars webinars": f"--owner={database} {database}",
            " --group=webinars": "",
            "chgrp webinars": "chgrp root",
            "user www-data;": "user root;",
            # somebody at the keyboard
            "--admin\n": "--admin --password-stdin\n",
            **dict(words),
        }
        self._prepare()

    def _prepare(self):
        of_debian = ("etc/caddy", "etc/systemd/system", "var/lib/nginx", "var/log/nginx")
        for folder in ("bin", "run", "var/lib/webinars", *of_debian):
            (self.root / folder).mkdir(parents=True)
        shutil.copytree("/etc/nginx", self.root / "etc/nginx", symlinks=True)
        shutil.copytree(PROJECT / "deploy", self.root / "deploy")
        for path in [self.root / "etc/nginx/nginx.conf", *(self.root / "deploy").rglob("*.*")]:
            if path.is_file():
                path.write_text(self.put_in_place(path.read_text()))
        for name, script in STAND_INS.items():
            path = self.root / "bin" / name
            path.write_text("#!/bin/sh\n" + script.replace("{nginx}", shutil.which("nginx") or ""))
            path.chmod(0o755)

    def put_in_place(self, text):
        """The text with what this machine has in place of the guide's."""
        ways = sorted(self.words, key=len, reverse=True)
        return re.sub("|".join(re.escape(each) for each in ways), lambda found: self.words[found[0]], text)

    def follow(self, block):
        """Do what a block of the guide says; what it printed."""
        path = f"{self.root / 'bin'}:{Path(sys.executable).parent}:{os.environ['PATH']}"
        done = subprocess.run(
            ["bash", "-e", "-c", self.put_in_place(block)],
            env={"PATH": path, "ROOT": str(self.root), "HOME": str(self.root)},
            cwd=self.root,
            input=f"{PASSWORD}\n",
            capture_output=True,
            text=True,
            timeout=PATIENCE_S,
            check=False,
        )
        assert done.returncode == 0, f"{block}\n{done.stdout}\n{done.stderr}"
        asked = self.root / "asked-of-systemd"
        if asked.exists():
            lines = asked.read_text().splitlines()
            asked.unlink()
            for line in lines:
                self._do(*line.split())
        return done.stdout + done.stderr

    def _do(self, verb, *names):
        match verb:
            case _ if names == ("caddy.service",):
                pass  # what it does, others have tried
            case "stop":
                self.services.pop(names[0]).stop()
            case "start":
                self._service(names[0]).start()
            case "enable":
                assert names[0] == "--now"
                for name in names[1:]:
                    self._service(name).start()
            case "restart":
                self._service(names[0]).restart()
            case "reload":
                self._service(names[0]).process.send_signal(signal.SIGHUP)
            case _:
                assert verb == "daemon-reload"

    def _service(self, name):
        if name not in self.services:
            kind = {"nginx.service": Nginx, "webinars-web.socket": Socket}.get(name, Service)
            self.services[name] = kind(self, name)
        return self.services[name]

    def unit(self, name):
        """What stands in a unit and what is dropped in: each key's values."""
        folder = self.root / "etc/systemd/system"
        template = re.sub(r"@\d+\.", "@.", name)
        values = defaultdict(list)
        for path in [folder / template, *sorted((folder / f"{template}.d").glob("*.conf"))]:
            if path.exists():
                for key, value in re.findall(r"^(\w+)=(.*)$", path.read_text(), re.MULTILINE):
                    values[key].append(value)
        return values

    def environment(self, unit):
        lines = [line for path in unit["EnvironmentFile"] for line in Path(path).read_text().splitlines()]
        lines += unit["Environment"]
        pairs = [shlex.split(line)[0] for line in lines if line and not line.startswith("#")]
        return dict(pair.split("=", 1) for pair in pairs) | {"PATH": os.environ["PATH"], "ROOT": str(self.root)}

    def stop(self):
        for service in self.services.values():
            service.stop()


class Socket:
    """What systemd keeps open for a service."""

    def __init__(self, machine, name):
        (address,) = machine.unit(name)["ListenStream"]
        host, port = address.split(":")
        self.listener = socket.create_server((host, int(port)), backlog=1024)

    def start(self):
        pass

    def stop(self):
        self.listener.close()


class Service:
    """A service that is started again when it dies, where its unit says so."""

    def __init__(self, machine, name):
        self.machine, self.name = machine, name
        self.unit = machine.unit(name)
        self.process = None
        self._is_wanted, self._lock = False, threading.Lock()
        self._log = (machine.root / "var/log" / name).open("ab")

    def start(self):
        self._is_wanted = True
        ready = self._begin()
        threading.Thread(target=self._keep_alive, daemon=True).start()
        ready()

    def restart(self):
        with self._lock:
            if self.process:
                self._end()
            ready = self._begin()
        ready()
        if not self._is_wanted:
            self._is_wanted = True
            threading.Thread(target=self._keep_alive, daemon=True).start()

    def stop(self):
        self._is_wanted = False
        with self._lock:
            if self.process and self.process.poll() is None:
                self._end()
            self._log.close()

    def _end(self):
        self.process.terminate()
        try:
            self.process.wait(PATIENCE_S)
        finally:
            self._end_group()

    def _end_group(self):
        # As systemd does with whatever is left of a service.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def _begin(self):
        """Start it; what waits until it is ready."""
        (line,) = self.unit["ExecStart"]
        for name in self.unit["RuntimeDirectory"]:
            (self.machine.root / "run" / name).mkdir(exist_ok=True)
        # The variables of a service are the unit's alone.
        environment = self.machine.environment(self.unit)
        command, notify = shlex.split(line), None
        if self.unit["Type"] == ["notify"]:
            notify = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
            address = self.machine.root / "run" / "notify"
            address.unlink(missing_ok=True)
            notify.bind(str(address))
            environment["NOTIFY_SOCKET"] = str(address)
        holder = self.machine.services.get(self.name.replace(".service", ".socket"))
        if holder:
            descriptor = holder.listener.fileno()
            variables = [f"--setenv={name}={value}" for name, value in environment.items()]
            hand_over = 'exec 3<&"$1" && shift && LISTEN_FDS=1 LISTEN_PID=$$ exec "$@"'
            activate = ["systemd-socket-activate", *variables, *command]
            command = ["bash", "-c", hand_over, "bash", str(descriptor), *activate]
        self.process = subprocess.Popen(
            command,
            env=environment,
            cwd=self.unit["WorkingDirectory"][0] if self.unit["WorkingDirectory"] else None,
            pass_fds=[holder.listener.fileno()] if holder else [],
            stdin=subprocess.DEVNULL,
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
        )
        return lambda: self._wait_until_ready(notify, holder)

    def _wait_until_ready(self, notify, holder):
        if holder:
            # systemd-socket-activate starts the program once somebody comes.
            socket.create_connection(holder.listener.getsockname()).close()
        if notify:
            notify.settimeout(PATIENCE_S)
            assert notify.recv(100) == b"READY=1"
            notify.close()

    def _keep_alive(self):
        while self._is_wanted:
            time.sleep(0.1)
            with self._lock:
                if self._is_wanted and self.process.poll() is not None and self.unit["Restart"]:
                    self._end_group()
                    ready = self._begin()
                    ready()


class Nginx(Service):
    """Debian's own unit forks; what it starts is the same."""

    def __init__(self, machine, name):
        super().__init__(machine, name)
        self.unit["ExecStart"] = [f"{machine.root}/bin/nginx -g 'daemon off;'"]

    def _wait_until_ready(self, _notify, _holder):
        address = ("127.0.0.1", self.machine.ports["http"])
        ends_at = time.monotonic() + PATIENCE_S
        while True:
            with contextlib.suppress(ConnectionError):
                socket.create_connection(address).close()
                return
            assert time.monotonic() < ends_at, "nginx does not come"
            time.sleep(0.05)
