"""Context managers of the user's own, and those of contextlib."""

import contextlib
from contextlib import contextmanager, suppress

import numpy as np

B = np.array([0.1, -0.2, 0.3])
X = np.array([0.5, -1.2, 0.7])


def suppressed_key(x, k):
    v = 1.0
    with contextlib.suppress(KeyError):
        v = {"a": 2.0}[k]
    return x * v


class Timer:
    def __init__(self):
        self.n = 0

    def __enter__(self):
        self.n += 1
        return self

    def __exit__(self, kind, value, traceback):
        self.n += 10
        return False


def timed(x):
    timer = Timer()
    with timer as started:
        y = x * x * started.n
    return y * timer.n


class Scale:
    def __init__(self, k):
        self.k = k

    def __enter__(self):
        return self.k * 2

    def __exit__(self, *exception):
        pass


def scaled_by_what_is_entered(x):
    with Scale(x) as k:
        y = k * x
    return y


@contextmanager
def logged(name):
    print("start", name)
    yield
    print("end", name)


@contextmanager
def ensured(name):
    print("start", name)
    try:
        yield name
    finally:
        print("end", name)


@contextlib.contextmanager
def buffer(n, fill=0.0):
    buf = np.zeros(n) + fill
    yield buf
    buf[:] = 0.0


def with_log(x):
    with logged("a"):
        y = x * x
    return y


def with_ensured(x):
    with ensured("b") as n:
        y = x * x * len(n)
    return y


def with_ensured_array(x):
    with ensured("b"):
        y = np.sum(x[x > 0.1] * 2)
    return y


def with_buffer(x):
    with buffer(3, x[0]) as b:
        b[1] = x[1]
        s = np.sum(b * x)
    return s + np.sum(b)


def with_return(x):
    with buffer(3, x[0]) as b:
        return np.sum(b * x)


def with_return_branch(x, k):
    with logged("q"):
        if k > 0:
            return x * k
        y = x * 2
    return y + 1


def with_loop(x, n):
    s = 0.0
    for i in range(n):
        with buffer(2, x) as b:
            if i == 2:
                break
            s = s + b[0] * i
    return s


class Scope:
    def __init__(self, log):
        self.log = log

    def __enter__(self):
        self.log.append(1.0)
        return self

    def __exit__(self, exc_type, exc, tb):
        self.log.append(2.0)


def with_scope(x):
    log = [x]
    with Scope(log), Scope(log):
        y = x * len(log)
    return y * sum(log)


class Asks:
    def __enter__(self):
        return 2.0

    def __exit__(self, et, ev, tb):
        if et is None:
            print("fine")


def with_asks(x):
    with Asks() as k:
        y = x * k
    return y


def suppress_div(x, y):
    r = x
    with suppress(ZeroDivisionError):
        r = x / y
    return r * 2


def suppress_two(x, y):
    r = x
    with suppress(ZeroDivisionError, ValueError):
        r = x / y
        r = r * 3
    return r * 2


def caught_through(x, y):
    log = [x]
    try:
        with Scope(log):
            r = x / y
    except ZeroDivisionError:
        r = x * 7
    return r * sum(log)


def caught_through2(x, y):
    log = [x]
    try:
        with Scope(log):
            if y == 0:
                raise ValueError
            r = x * y
    except ValueError:
        r = x * 7
    return r * sum(log)


def local_cm(x):
    @contextmanager
    def half(v):
        yield v * 0.5

    with half(x) as h:
        y = h * x
    return y


class Frozen:
    """Sets a flag for a block."""

    def __init__(self, obj):
        self.obj = obj

    def __enter__(self):
        self.old = self.obj.train
        self.obj.train = False

    def __exit__(self, *exc):
        self.obj.train = self.old


class Net:
    def __init__(self, w):
        self.w = w
        self.train = True

    def __call__(self, x):
        return np.sum(self.w * x) * (2.0 if self.train else 1.0)


def eval_mode(x):
    n = Net(x * 2)
    with Frozen(n):
        a = n(x)
    return a * n(x)


def eval_mode_arg(n, x):
    with Frozen(n):
        a = n(x)
    return a * n(x)


CASES = [
    (suppressed_key, (2.0, "a")),
    (suppressed_key, (2.0, "b")),
    (timed, (1.5,)),
    (scaled_by_what_is_entered, (1.5,)),
    (with_log, (1.5,)),
    (with_ensured, (1.5,)),
    (with_ensured_array, (X,)),
    (with_buffer, (X,)),
    (with_return, (X,)),
    (with_return_branch, (1.5, 1)),
    (with_return_branch, (1.5, -1)),
    (with_loop, (1.5, 5)),
    (with_loop, (1.5, 2)),
    (with_scope, (1.5,)),
    (with_asks, (1.5,)),
    (suppress_div, (1.5, 2.0)),
    (suppress_div, (1.5, 0.0), (0,)),
    (suppress_two, (1.5, 2.0)),
    (suppress_two, (1.5, 0.0), (0,)),
    (caught_through, (1.5, 2.0)),
    (caught_through, (1.5, 0.0), (0,)),
    (caught_through2, (1.5, 2.0)),
    (caught_through2, (1.5, 0.0), (0,)),
    (local_cm, (1.5,)),
    (eval_mode, (X,)),
    (eval_mode_arg, (Net(B), X)),
]
