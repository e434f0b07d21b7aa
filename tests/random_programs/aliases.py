"""Programs in which one object has several names. Each is refused or right, never wrong."""

import numpy as np


def alias_00(x):
    a = {"k": x.copy()}
    b = a
    b["k"] = b["k"] * 2
    return np.sum(a["k"] * x)


def alias_01(x):
    a = [x.copy(), x * 2]
    b = a[:]
    b[0][1] = 7.0
    b[1] = x
    return np.sum(a[0] * x) + np.sum(a[1])


def alias_02(x):
    a = [x.copy(), x * 2]
    c = list(a)
    for v in c:
        v *= 2
    a.reverse()
    return np.sum(a[0] * x)


def alias_03(x):
    y = x.copy()

    def setit(k):
        y[k] = y[k] * 2
        return y[k]

    s = setit(0) + setit(0)
    return s * y[0]


def alias_04(x):
    y = x.copy()
    z = y + setter(y)
    return np.sum(z * y)


def setter(v):
    v[0] = 5.0 * v[1]
    return v[0]


def alias_06(x):
    y = x.copy()
    t = (y, y[1:])
    t[1][0] = 3.0 * y[0]
    y[2] *= t[0][1]
    return np.sum(y * t[0])


def alias_07(x):
    y = x.copy()
    r = y.reshape(2, 2)
    r[0] += r[1]
    y[3] = r[0, 1] * 2
    return np.sum(r * r)


def alias_08(x):
    y = x.copy()
    y[1:] += y[:-1]
    y[:-1] = y[1:] * 0.5
    y[::2], y[1::2] = y[1::2].copy(), y[::2].copy()
    return np.sum(y**2 * np.arange(4))


def alias_09(x):
    y = x.copy()
    a, b = y[:2], y[2:]
    a[:] = b
    b *= a
    return np.sum(y * x)


def alias_10(x):
    y = x.copy()
    y[::2], y[1::2] = y[1::2], y[::2]
    return np.sum(y * np.arange(4))


def alias_11(x):
    y = x.copy()
    z = y[::-1]
    y += z
    return np.sum(y * x)


def alias_12(x):
    A = np.outer(x, x)
    d = np.diag(A).copy()
    A[np.diag_indices(4)] = 0.0
    return np.sum(A) + np.prod(d)


def alias_13(x, n):
    y = x.copy()
    for i in range(n):
        v = y[i:]
        v *= 1.5
        y = y + v[0]
    return np.sum(y)


def alias_14(x, n):
    y = x.copy()
    keep = y
    for i in range(n):
        y = y * 0.5
        y[i] = keep[i] * 2
        keep[i] = 3.0 * x[0]
    return np.sum(y) + np.sum(keep**2)


def alias_15(x):
    y = x.copy()

    return np.sum(y)


def alias_16(x):
    y = x.copy()
    for v in y[1:]:
        y[2] = v * 2
    return np.sum(y * y)


def alias_17(x):
    y = x.copy()
    for a, b in zip(y, y[1:]):
        y[3] += a * b
    return y[3]


def alias_18(xs):
    ys = xs[:]
    for v in ys:
        if len(ys) < 6:
            ys.append(v * 0.5)
    return sum(ys)


def alias_19(x):
    rows = list(x.reshape(2, 2))
    rows[0][0] = 4.0 * x[1]
    return np.sum(rows[0] * rows[1])


def alias_20(A):
    B = A.copy()
    for r in B:
        r[0] = r[1] * r[2]
        r *= 2
    for c in B.T:
        c -= c[0]
    return np.sum(B**2)


def alias_21(x):
    y = np.zeros(4)
    z = y
    y = y + x
    z += 1.0
    return np.sum(y * z)


def alias_22(x):
    a = x.copy()
    b = np.asarray(a)
    b[0] = 5.0 * x[1]
    c = np.array(a)
    c[1] = 6.0
    return np.sum(a * b) + np.sum(c)


def alias_23(x):
    a = x.copy()
    v = a.ravel()
    v[0] = 2.0 * x[1]
    w = a.flatten()
    w[1] = 9.0
    return np.sum(a * a)


def alias_24(A):
    B = A.copy()
    v = B[1:, ::2]
    v += 1.0
    v[0] = B[0, ::2] * v[0]
    u = B.T[0]
    u *= u
    return np.sum(B * B)


def alias_25(x, a):
    y = x * a

    def f(k):
        return y[k] * 2

    s = f(0)
    y[0] = 10.0 * a
    s += f(0)
    y = x
    return s + f(1)


def alias_26(x):
    d = {"a": x, "b": x}
    d["a"] = d["a"] * 2
    e = dict(d)
    e["b"] = e["a"] + 1
    return np.sum(d["b"] * e["b"]) + np.sum(d["a"])


def alias_27(x):
    h = np.zeros((3, 4))
    for t in range(3):
        row = h[t]
        row += x * (t + 1)
        if t > 0:
            row[0] = h[t - 1][1] * row[2]
    return np.sum(h**2)


def alias_28(x, n):
    best = x.copy()
    cur = x
    for _i in range(n):
        cur = np.sin(cur) * 1.3
        if np.sum(cur) > np.sum(best) - 10:
            best = cur
    best = best * 1.0
    best[0] = 2.0 * cur[1]
    return np.sum(best * cur)


def alias_29(x):
    p = [x[0], x[1]]
    q = [p, p]
    q[0][0] = 3.0 * x[2]
    return q[1][0] * q[0][1]


def alias_30(x):
    p = [x[0], x[1]]
    q = (p, list(p))
    p += [x[2]]
    p[0] *= 2
    return sum(q[0]) * sum(q[1])


def alias_31(x):
    h = x * 2
    hs = []
    for _i in range(2):
        hs.append(h * 1)
    hs.append(h)
    hs[2][0] = 5.0 * x[1]
    return np.sum(h * x)


def alias_32(x, n):
    h = x * 2
    hs = []
    for i in range(n):
        g = h * i
        hs.append(g)
    hs[n - 1][0] = 5.0 * x[1]
    return np.sum(g * x) + np.sum(hs[0])


def alias_33(x, n):
    hs = []
    for i in range(n):
        g = x * i
        hs.append(g)
        hs[i][0] = 5.0 * x[1]
        hs[0] = hs[0] + g
    return np.sum(hs[0])


def alias_34(A, n):
    B = A.copy()
    rows = [B[i] for i in range(n)]
    rows[0][0] = 4.0 * B[1, 1]
    return np.sum(B * B)


def alias_35(A):
    B = A.copy()
    rows = list(B)
    rows[1][0] = 4.0 * B[1, 1]
    return np.sum(B * B)


def alias_36(A):
    B = A.copy()
    rows = [r for r in B]
    for r in rows:
        r *= 2.0
    return np.sum(B * B)


def alias_37(A, n):
    B = A.copy()
    d = {"m": B}
    L = [d["m"] for _ in range(n)]
    L[0][0, 0] = 7.0
    return np.sum(B * A)


def alias_38(x, n):
    L = [x * k for k in range(n)]
    M = L[:]
    M[0][1] = 3.0 * x[0]
    return np.sum(L[0] * x)


def alias_39(x, n):
    L = [x * k for k in range(n)]
    M = L + [x]
    M[0][1] = 3.0 * x[0]
    return np.sum(L[0] * x)


def alias_40(x, n):
    L = [x * k for k in range(n)]
    v = L[1]
    L[1] = x * 5
    v[0] = 9.0
    return np.sum(L[1]) + np.sum(v * x)


def alias_41(x, n):
    L = [x * k for k in range(n)]
    v = L[1]
    L.pop(0)
    v[0] = 9.0 * x[1]
    return np.sum(L[0] * x) + np.sum(v)


def alias_42(x, n):
    L = [x * k for k in range(n)]
    v = L.pop()
    L.append(v)
    v[0] = 9.0 * x[1]
    return np.sum(L[-1] * x)


def alias_43(x, n):
    L = [x * k for k in range(n)]
    L[0], L[1] = L[1], L[0]
    a, b = L[0], L[1]
    a += b
    b[0] = 4.0
    return np.sum(L[0] * L[1] * x)


def alias_44(x, n):
    L = []
    for k in range(n):
        L.insert(0, x * k)
    best = L[0]
    for v in L:
        if np.sum(v) > np.sum(best):
            best = v
    best[0] = 8.0 * x[1]
    return np.sum(L[-1]) + np.sum(best)


def alias_45(x, n):
    L = [[x[k], 1.0] for k in range(n)]
    r = L[0]
    L[0] = [3.0, x[1]]
    r[1] = x[2]
    return L[0][0] * r[1] + L[0][1]


def alias_46(A):
    a, b, c = A.copy()
    a[0] = b[0] * c[1]
    return np.sum(a * b)


def alias_47(A):
    B = A.copy()
    a, b, c = B
    a[0] = b[0] * c[1]
    return np.sum(B * B)


def alias_48(A):
    B = A.copy()
    for i, (p, q, r, _s) in enumerate(B):
        B[i, 0] = p * q + r
        B[i, 1] += p
    return np.sum(B * B)


def alias_49(xs, n):
    ys = sorted(xs)
    zs = ys
    zs[0] = xs[1] * 3
    return sum(ys) + sum(xs[:n])


def alias_50(x):
    parts = np.split(x * 2, 2)
    parts[0][0] = parts[1][1] * x[0]
    return np.sum(parts[0] * parts[1])


def alias_51(x):
    y = x * 2
    parts = np.split(y, 2)
    parts[0][0] = parts[1][1] * x[0]
    return np.sum(y * x)


def alias_52(x):
    y = x * 2
    M = y[np.newaxis, :]
    M[0, 1] = 6.0 * x[0]
    T = M.T
    T[2] *= 2
    return np.sum(y * x)


def alias_53(x):
    y = x * 2
    b = np.broadcast_to(y, (2, 4))
    y[0] = 3.0
    return np.sum(b * x)


def alias_54(x):
    y = x * 2
    z = np.atleast_1d(y)
    z[0] = 3.0 * x[1]
    w = np.squeeze(y[None])
    w[1] = 4.0
    return np.sum(y * x)


def alias_55(x):
    c = x.copy()
    m = c[c > 0]
    m[0] = 9.0
    f = c[[0, 1]]
    f += 1
    return np.sum(c) + np.sum(m) * np.sum(f)


def alias_56(x):
    bodies = [{"p": x[i], "v": 0.0} for i in range(3)]
    for b in bodies:
        b["v"] = b["v"] - 0.1 * b["p"]
    return sum(b["v"] for b in bodies)


def alias_57(x):
    ds = []
    for i in range(3):
        d = {"v": x[i]}
        ds.append(d)
        d["v"] = 5.0
    return sum(b["v"] for b in ds)


def alias_58(x):
    ds = []
    for i in range(3):
        d = {"v": x[i], "w": x * 2}
        d["v"] = d["v"] * 2
        ds.append(d)
    for d in ds:
        d["w"][0] = 3.0
        d["w"] += 1.0
    return sum(b["v"] for b in ds) + np.sum(ds[1]["w"])


def alias_59(x):
    rows = [[x[i], x * i] for i in range(3)]
    rows[1][0] = 7.0
    return rows[1][0] * x[0]


def alias_60(x):
    rows = [[x[i] * j for j in range(3)] for i in range(3)]
    for r in rows:
        r[0] = 7.0 * x[1]
        r.append(2.0)
    return sum(rows[1]) + len(rows[2])


def alias_61(x):
    rows = [[x[i] * j for j in range(3)] for i in range(3)]
    r = rows[1]
    rows[1][0] = x[3]
    return sum(r)


def alias_62(x):
    r = [x[0], x[1]]
    rows = []
    for i in range(3):
        rows.append(r)
        r.append(x[i])
    return sum(rows[0]) + len(rows[1])


def alias_63(x):
    rows = []
    for i in range(3):
        r = [x[i], x[0]]
        rows.append(r)
        r[0] = 2.0 * x[1]
    return rows[0][0] + rows[1][1]


def alias_64(x):
    ts = [(x[i], [x[i], 2.0]) for i in range(3)]
    ts[0][1][0] = 9.0
    a, b = ts[1]
    b[1] = x[2]
    return sum(t[1][0] + t[1][1] for t in ts)


def alias_65(x):
    rows = [np.zeros(3)] * 3
    rows[0][0] = x[0]
    return np.sum(rows[1]) * x[1]


ARGUMENTS = {
    "x": np.array([0.3, -0.5, 0.8, 0.2]),
    "A": np.arange(12.0).reshape(3, 4) / 7 - 0.5,
    "a": 0.7,
    "n": 3,
    "xs": [0.2, -0.6, 0.5],
}
