"""nginx: the pages and files of ours as a static tree."""

from .archives import Stock
from .asking import get
from .programs import Command
from .programs import free_port
from .programs import Server
from dataclasses import dataclass
from pathlib import Path

import os
import shutil


CONFIGURATION = """\
{user}
daemon off;
worker_processes 1;
pid {data}/pid;
error_log stderr;
events {{}}
http {{
    access_log off;
    types {{ text/html html; }}
    default_type application/octet-stream;
    client_body_temp_path {data}/1;
    proxy_temp_path {data}/2;
    fastcgi_temp_path {data}/3;
    uwsgi_temp_path {data}/4;
    scgi_temp_path {data}/5;
    server {{
        listen 127.0.0.1:{port};
        root {data}/tree;
    }}
}}
"""


@dataclass(frozen=True)
class Nginx:
    """The server, with a directory of its own."""

    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "nginx-data"

    def prepare(self, stock: Stock, names: tuple[str, ...], port: int, center: str) -> None:
        """Take over the pages, files and metadata of some names from an instance of ours."""
        shutil.rmtree(self.data, ignore_errors=True)
        for name in names:
            folder = self.data / "tree" / "simple" / name
            folder.mkdir(parents=True)
            page = f"{center}/simple/{name}/"
            (folder / "index.html").write_bytes(get(port, page).body)
            for path in stock.paths(name):
                shutil.copy(path, folder)
                metadata = f"{path.name}.metadata"
                (folder / metadata).write_bytes(get(port, page + metadata).body)

    def start(self) -> Server:
        """Start it; it answers a little later."""
        port = free_port()
        # as root it would else read as somebody who may not
        user = "user root root;" if os.geteuid() == 0 else ""
        configuration = self.data / "nginx.conf"
        configuration.write_text(
            CONFIGURATION.format(data=self.data, port=port, user=user), encoding="utf-8"
        )
        # on Debian it is not on the path of everybody
        program = shutil.which("nginx") or "/usr/sbin/nginx"
        # -p: or it wants to write where its package keeps logs
        command: Command = [program, "-p", self.data, "-e", "stderr", "-c", configuration]
        return Server.start(command, port=port, log=self.folder / "nginx.log")
