"""Gradients that are taken inside of a function, which is differentiated in its turn."""

import math

import numpy as np

from codegen import grad, value_and_grad

X = np.array([0.5, -1.2, 0.7])
A = np.arange(9.0).reshape(3, 3) / 7 + np.eye(3)


def loss(w, X, y):
    return np.sum((X @ w - y) ** 2) + np.sum(np.tanh(w) ** 2)


def adapted(w, X, y):
    g = grad(loss)(w, X, y)
    w2 = w - 0.1 * g
    return loss(w2, X, y)


def adapted_in_steps(w, X, y, n):
    for _ in range(n):
        v, g = value_and_grad(loss)(w, X, y)
        w = w - 0.05 * g
    return loss(w, X, y)


def hessian_times_vector(w, v, X, y):
    return np.dot(grad(loss)(w, X, y), v)


def penalty(x):
    return x * np.sin(x)


def gradient_penalty(x):
    return penalty(x) + 0.1 * grad(penalty)(x) ** 2


def with_respect_to_two(w, b):
    ga, gb = grad(cubes, (0, 1))(w, b)
    return np.sum(ga * w) + gb * b


def cubes(w, b):
    return np.sum(w**3) * b**2


def parameters_in_a_dict(p, x):
    g = grad(loss_of_a_dict)(p, x)
    q = {k: p[k] - 0.1 * g[k] for k in p}
    return loss_of_a_dict(q, x)


def loss_of_a_dict(p, x):
    return np.sum((p["a"] * x + p["b"]) ** 3)


def rollout(k, x0, n):
    x = x0
    s = 0.0
    for _ in range(n):
        x = x + 0.1 * np.sin(k * x)
        s = s + x * x
    return s


def gradient_of_a_loop(k, x0, n):
    return grad(rollout)(k, x0, n) ** 2 + k


def squashed(w, n):
    h = w * 1.0
    for i in range(n):
        h[i] = np.tanh(h[i]) * w[0]
    return np.sum(h**2)


def gradient_of_a_loop_in_place(w, n):
    g = grad(squashed)(w, n)
    return np.sum(g * g)


def branchy(x, c):
    if x > c:
        return x**3
    return np.exp(x)


def gradient_of_a_branch(x, c):
    return grad(branchy)(x, c) * x


def relu_net(W, x):
    return np.sum(np.maximum(W @ x, 0.0) ** 2) + np.max(x)


def gradients_of_a_layer(W, x):
    return np.sum(grad(relu_net, 1)(W, x) ** 2) + np.sum(grad(relu_net)(W, x))


def cross_entropy(z, y):
    z = z - np.max(z)
    p = np.exp(z) / np.sum(np.exp(z))
    return -np.log(p[y])


def gradient_of_a_softmax(z, y):
    return np.sum(grad(cross_entropy)(z, y) ** 2)


def third(x):
    return grad(second)(x)


def second(x):
    return grad(cube)(x)


def cube(x):
    return x**4 + math.sin(x)


def lists(xs):
    s = 1.0
    for v in xs:
        s = s * v + 1.0
    return s


def gradient_of_a_list(xs):
    return sum(g * g for g in grad(lists)(xs))


def langevin(x, n):
    for _ in range(n):
        x = x - 0.1 * grad(potential)(x)
    return np.sum(x * x)


def potential(x):
    return np.sum((x**2 - 1.0) ** 2)


def solve_(A, b):
    return np.sum(np.linalg.solve(A, b) ** 2)


def gradient_of_a_system(A, b):
    return np.sum(grad(solve_, (0, 1))(A, b)[0] ** 2)


def by_keyword(w, X, y):
    from_ = grad(potential)(x=w)
    return np.sum(from_ * y)


def prodf(x):
    return np.prod(x)


def gradient_of_a_product(x):
    return np.sum(grad(prodf)(x) ** 2)


def damped(x: float) -> float:
    return x * np.exp(-x)


slope = grad(penalty)
slope_of_numbers = grad(damped)
both_at_once = value_and_grad(damped)


def made_before(x):
    value, gradient = both_at_once(x)
    return slope(x) ** 2 + slope_of_numbers(x) ** 3 + value * gradient


CASES = [
    (adapted, (X, A, X * 2), (0,)),
    (adapted_in_steps, (X, A, X * 2, 2), (0,)),
    (hessian_times_vector, (X, X * 2, A, X), (0, 1)),
    (gradient_penalty, (0.7,)),
    (with_respect_to_two, (X, 0.5)),
    (parameters_in_a_dict, ({"a": X, "b": 0.3}, X * 2)),
    (gradient_of_a_loop, (0.7, 0.3, 3)),
    (gradient_of_a_loop_in_place, (X, 3)),
    (gradient_of_a_branch, (0.7, 0.1)),
    (gradient_of_a_branch, (-0.7, 0.1)),
    (gradients_of_a_layer, (A, X)),
    (gradient_of_a_softmax, (X, 1)),
    (third, (0.7,)),
    (gradient_of_a_list, ([1.0, 2.0, 0.5],)),
    (langevin, (X, 3)),
    (gradient_of_a_system, (A, X)),
    (by_keyword, (X, A, X)),
    (gradient_of_a_product, (X,)),
    (made_before, (0.7,)),
]
