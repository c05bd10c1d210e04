"""What the figures were measured on."""
import os
import platform
import re
import subprocess
import time

from threadpoolctl import threadpool_info


def fact(path, key):
    with open(path, encoding="utf-8") as file:
        found = re.search(rf"^{key}\s*:\s*(.*)$", file.read(), re.M)
    return found.group(1) if found else "unknown"


def version(package):
    """A module's version, or None where it is not installed."""
    try:
        return __import__(package).__version__
    except ImportError:
        return None


def describe(library, compiler):
    cpu = [fact("/proc/cpuinfo", key) for key in ("model name", "cpu family", "model")]
    compiler = subprocess.run([compiler, "--version"], capture_output=True, text=True, check=False)
    memory = int(fact("/proc/meminfo", "MemTotal").split()[0]) / 1048576
    blas = sorted({f"OpenBLAS {i['version']} {i['architecture']}" for i in threadpool_info()
                   if i["internal_api"] == "openblas"})
    peers = {name: version(name) for name in ("numpy", "scipy", "sklearn", "faiss", "pandas")}
    return {
        "rung": library.version(),
        "date": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "load before": round(os.getloadavg()[0], 2),
        "machine": f"{cpu[0]}, family {cpu[1]} model {cpu[2]}, "
                   f"{len(os.sched_getaffinity(0))} cores",
        "system": f"{platform.system()} {platform.machine()}, {' '.join(platform.libc_ver())}, "
                  f"memory {memory:.1f} GiB",
        "compiler": compiler.stdout.partition("\n")[0] or "unknown",
        "blas": ", ".join(blas),
        "python": platform.python_version(),
        "peers": ", ".join(f"{name} {number}" for name, number in peers.items() if number),
    }
