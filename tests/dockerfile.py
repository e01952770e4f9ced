"""What `deploy/Dockerfile` says."""

import re
from pathlib import Path

DOCKERFILE = Path(__file__).parent.parent / "deploy" / "Dockerfile"


def instructions() -> list[tuple[str, str]]:
    """Returns each instruction with what it is told, in order."""
    lines = re.sub(r"^\s*#.*\n", "", DOCKERFILE.read_text(), flags=re.MULTILINE).replace("\\\n", " ")
    return [(word, rest) for word, _space, rest in (line.partition(" ") for line in lines.splitlines() if line.strip())]
