# flags: --at x=float
import threading

lock = threading.Lock()


def f(x):
    with lock:
        return x * x


# error
# tests/errors/with_lock.py:8:10: CG060 `with lock` is not supported
#     7 | def f(x):
#     8 |     with lock:
#       |          ^
# Open and read outside the function, and pass what was read.
