"""Sparse matrices: products with them, gradients on their stored entries, and no dense one."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import scipy.sparse
from scipy.sparse import coo_matrix, csc_array, csr_array, csr_matrix
from scipy.sparse.linalg import expm_multiply, factorized, splu, spsolve, spsolve_triangular

from codegen import UnsupportedError, backprop, grad, value_and_grad, vjp
from codegen.ir.sparse import SPARSE

DENSE = np.array([[2.0, 0.5, 0.0, 0.1], [0.0, 1.5, 0.3, 0.0], [0.2, 0.0, 2.5, 0.4], [0, 0.7, 0, 3]])
VECTOR = np.array([1.0, -0.5, 0.3, 2.0])
MATRIX = np.arange(8.0).reshape(4, 2) / 5
FIXED = csr_matrix(DENSE)


def product(a, x):
    return np.sum((a @ x) ** 2)


def by_dot(a, x):
    return np.sum(a.T.dot(x) * x)


def from_left(a, x):
    return np.sum((x.T @ a) ** 2)


def smoothed(a, x):
    for _ in range(3):
        x = np.tanh(a @ x) / a.shape[0]
    return np.sum(x)


def chosen(a, x):
    y = a @ x if np.sum(x) > 0 else a.T @ x
    return np.sum(y**2)


def scaled(a, x):
    return np.sum((2.0 * a) @ x) - np.sum((-a) @ x) + np.sum(a.data**2) / a.nnz + a.sum()


def total(a, x):
    return a.sum() * np.sum(x[0]) ** 2


def only_total(a, x):
    return a.sum() + 0 * np.sum(x)


def dense(a, x):
    return np.sum(a.toarray() ** 2 @ x)


PROGRAMS = [product, by_dot, from_left, smoothed, chosen, scaled, total, only_total, dense]


def slopes(f: Callable[..., Any], values: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Central differences of f by every item of an array that it reads."""
    found = np.zeros_like(values)
    for index in np.ndindex(values.shape):
        kept, ends = values[index], []
        for step in (1e-6, -1e-6):
            values[index] = kept + step
            ends.append(f())
        values[index] = kept
        found[index] = (ends[0] - ends[1]) / 2e-6
    return found


@pytest.mark.parametrize("name", SPARSE)
@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("x", [VECTOR, MATRIX], ids=["vector", "matrix"])
def test_program(name: str, program: Callable[..., Any], x: np.ndarray[Any, Any]) -> None:
    a, x = getattr(scipy.sparse, name)(DENSE), x.copy()
    value, (da, dx) = value_and_grad(program, (0, 1))(a, x)
    assert value == program(a, x)
    assert type(da) is type(a) and da.shape == a.shape
    assert np.array_equal(da.nonzero(), a.nonzero()) or da.nnz == a.nnz
    assert np.allclose(da.data, slopes(lambda: program(a, x), a.data), atol=1e-6)
    assert np.allclose(dx, slopes(lambda: program(a, x), x), atol=1e-6)
    assert np.array_equal(grad(program, 1)(a, x), dx)


def solved(a, b):
    return np.sum(spsolve(a, b) ** 2)


@pytest.mark.parametrize("name", ["csr_matrix", "csc_array"])
@pytest.mark.parametrize("b", [VECTOR, MATRIX], ids=["vector", "matrix"])
def test_solve(name: str, b: np.ndarray[Any, Any]) -> None:
    a, b = getattr(scipy.sparse, name)(DENSE), b.copy()
    da, db = grad(solved, (0, 1))(a, b)
    assert np.allclose(da.data, slopes(lambda: solved(a, b), a.data), atol=1e-6)
    assert np.allclose(db, slopes(lambda: solved(a, b), b), atol=1e-6)


def weighted(a, s, x):
    return np.sum((s * a) @ x) + np.sum(((a * s**2) @ x) ** 2)


@pytest.mark.parametrize("name", SPARSE)
def test_a_number_times_a_matrix(name: str) -> None:
    a, s, x = getattr(scipy.sparse, name)(DENSE), np.array(0.7), VECTOR.copy()
    da, ds, dx = grad(weighted, (0, 1, 2))(a, float(s), x)
    assert np.allclose(da.data, slopes(lambda: weighted(a, float(s), x), a.data), atol=1e-6)
    assert np.allclose(ds, slopes(lambda: weighted(a, float(s), x), s), atol=1e-6)
    assert np.allclose(dx, slopes(lambda: weighted(a, float(s), x), x), atol=1e-6)
    assert isinstance(ds, float)


def elementwise(a, x):
    return np.sum(a * x)


def test_a_star_is_a_product_for_the_older_kind() -> None:
    assert np.allclose(grad(elementwise, 1)(csr_matrix(DENSE), VECTOR), DENSE.sum(axis=0))
    x = VECTOR.copy()
    found = grad(elementwise, 1)(csr_array(DENSE), x)
    assert np.allclose(found, slopes(lambda: elementwise(csr_array(DENSE), x), x))


def made(data, x):
    a = csr_matrix((data, ([0, 1, 2, 0], [0, 1, 2, 0])), shape=(3, len(x)))
    return np.sum((a @ x) ** 2)


def made_of_places(data, x):
    a = coo_matrix((data, (np.arange(4), np.array([0, 2, 1, 2]))), shape=(4, 3))
    return np.sum((a.T @ np.sin(data)) * x)


def made_of_rows(data, x):
    a = csr_array((data, np.array([0, 2, 1, 2]), np.array([0, 1, 3, 4])), shape=(3, 3))
    return np.sum((a @ x) ** 2)


@pytest.mark.parametrize("program", [made, made_of_places, made_of_rows])
def test_made_inside(program: Callable[..., Any]) -> None:
    data, x = VECTOR.copy(), np.array([0.3, -0.7, 1.1])
    ddata, dx = grad(program, (0, 1))(data, x)
    assert np.allclose(ddata, slopes(lambda: program(data, x), data), atol=1e-6)
    assert np.allclose(dx, slopes(lambda: program(data, x), x), atol=1e-6)


def of_a_global(x):
    return np.sum((FIXED @ x) ** 2)


def in_a_dict(params, x):
    return np.sum(params["a"] @ x + params["b"])


def in_a_list(layers, x):
    for a in layers:
        x = a @ x
    return np.sum(x)


def test_where_they_stand() -> None:
    assert np.allclose(grad(of_a_global)(VECTOR), 2 * DENSE.T @ DENSE @ VECTOR)
    found = grad(in_a_dict)({"a": FIXED, "b": 0.5}, VECTOR)
    assert type(found["a"]) is csr_matrix and found["b"] == 4.0
    assert np.allclose(found["a"].toarray(), np.where(DENSE, VECTOR, 0))
    assert [type(each) for each in grad(in_a_list)([FIXED, FIXED], VECTOR)] == [csr_matrix] * 2


def test_doors() -> None:
    dx = 2 * DENSE.T @ DENSE @ VECTOR
    assert np.allclose(backprop(product).grad(FIXED, VECTOR)[1], dx)
    _, pullback = vjp(in_a_list, [FIXED], VECTOR)
    assert np.allclose(pullback(2.0)[1], 2 * DENSE.sum(axis=0))
    counts = csr_matrix((DENSE > 0).astype(int))
    assert grad(product)(counts, VECTOR).dtype == np.float64
    narrow = grad(product)(FIXED.astype(np.float32), VECTOR.astype(np.float32))
    assert narrow.dtype == np.float32


def written(a, x):
    a.data[0] = x[0]
    return np.sum(a @ x)


def returned(a):
    return a.T


def of_held(x):
    gram = FIXED.T @ FIXED
    return np.sum(((gram + FIXED - 2.0 * FIXED.tocsc()) @ x) ** 2)


def solved_held(x):
    return np.sum(spsolve(FIXED.tocsc(), x) ** 2) + np.sum(FIXED.tocoo().tocsr() @ x)


@pytest.mark.parametrize("program", [of_held, solved_held])
def test_matrices_of_held_ones(program: Callable[..., Any]) -> None:
    x = VECTOR.copy()
    assert np.allclose(grad(program)(x), slopes(lambda: program(x), x), atol=1e-6)


def held_argument(a, b, x):
    return np.sum(((a @ b).dot(a - b) @ x) ** 2)


@pytest.mark.parametrize("name", SPARSE)
def test_arguments_that_are_held(name: str) -> None:
    a, b = (getattr(scipy.sparse, name)(DENSE + k) for k in (0, 1))
    x = VECTOR.copy()
    value, dx = value_and_grad(held_argument, 2)(a, b, x)
    assert value == held_argument(a, b, x)
    assert np.allclose(dx, slopes(lambda: held_argument(a, b, x), x), rtol=1e-5)


def sums(a, x):
    b = a.T + a - 0.5 * FIXED_ARRAY
    return np.sum((b @ x) ** 2) + np.sum((FIXED_ARRAY - b) @ x)


def products(a, x):
    return np.sum(((a.T @ a) @ FIXED_ARRAY @ x) ** 2) + np.sum(FIXED_ARRAY.dot(a) @ x)


def by_entries(a, x):
    b = a.multiply(FIXED_ARRAY) + a.multiply(a) + a.power(2) + abs(a) / 2.0
    return np.sum((b @ x) ** 2) + np.sum(a.sqrt() @ x) + np.sum(a.sin() @ x)


def by_dense(a, x):
    weights = np.sum(x.reshape(4, -1), axis=1)
    b = a.multiply(weights) + a.multiply(weights[:, None]) + a.multiply(np.outer(weights, weights))
    return np.sum((b / (2 + weights)) @ x) + np.sum((b / weights[0]) @ x)


def in_other_formats(a, x):
    b = a.tocsr().tocsc() @ x + a.tocoo().tocsr() @ x + csr_array(a.tocsc()) @ x
    return np.sum(b**2) + a.copy().asformat("csc").sum() + a.mean()


def parts(a, x):
    b = a.tocsr()
    rows = b[1:3] @ x + b[[0, 0]] @ x
    return np.sum(rows**2) + np.sum(b[:, [2, 3]] @ x[:2]) + b[1, 1] * b[0, -1] * b[0, 2]


def along_axes(a, x):
    b = csr_array(a)
    sums = np.sum(b.sum(axis=0) ** 2 * np.sum(x)) + np.sum(b.sum(axis=1) ** 2)
    return sums + np.sum(a.diagonal() ** 2) + np.sum(a.diagonal(k=1) ** 2) * a.trace()


def plus_dense(a, x):
    return np.sum((csr_array(a) + np.outer(x, x)) ** 3) + np.sum(np.outer(x, x) - csr_array(a))


FIXED_ARRAY = csr_array(np.array([[1.0, -0.5, 0, 0], [0, 0, 0.3, 0], [0.2, 0, 1, 0], [0, 0, 0, 2]]))
OPERATIONS = [sums, products, by_entries, by_dense, in_other_formats, parts, along_axes, plus_dense]


@pytest.mark.parametrize("name", SPARSE)
@pytest.mark.parametrize("program", OPERATIONS)
def test_operations(name: str, program: Callable[..., Any]) -> None:
    test_program(name, program, VECTOR)


def tridiagonal(d, x):
    a = scipy.sparse.diags([d[1:], 2 + d, d], [-1, 0, 1], shape=(4, 4), format="csr")
    b = scipy.sparse.diags_array(d) - 0.5 * scipy.sparse.eye_array(4) + d[0] * a
    c = scipy.sparse.diags_array([d, d[:1]], offsets=[0, 2], shape=(4, 4)).T
    solved = spsolve(a.tocsc(), x) + spsolve((c.T @ b).tocsc() + scipy.sparse.identity(4), x)
    return np.sum((b @ c @ x) ** 2) + np.sum(c.power(2).multiply(x) @ x) + np.sum(solved**2)


def built_of_blocks(d, x):
    a = scipy.sparse.diags_array(d)
    both = np.concatenate([x, x])
    whole = scipy.sparse.block_array([[a, FIXED_ARRAY], [None, a.tocsr() * d[1]]], format="csr")
    sides = scipy.sparse.hstack([a, FIXED_ARRAY]) @ both + scipy.sparse.vstack([a, a]).T @ both
    corner = scipy.sparse.block_diag((FIXED_ARRAY, a)) @ both
    pairs = scipy.sparse.kron(scipy.sparse.eye_array(2), FIXED_ARRAY * d[2], format="csr") @ both
    halves = scipy.sparse.tril(FIXED_ARRAY @ a) @ x + scipy.sparse.triu(a + FIXED_ARRAY, k=1) @ x
    total = np.sum((whole @ both) ** 2) + np.sum(sides**2) + np.sum(corner * both)
    return total + np.sum(pairs**2) + np.sum(halves**2) + scipy.sparse.linalg.norm(whole)


def factored(d, x):
    a = scipy.sparse.csc_array((d + 2.0, (np.arange(4), np.array([1, 0, 2, 3])))) + FIXED_CSC
    factors, solve = splu(a), factorized(a)
    twice = factors.solve(factors.solve(x), trans="T") + solve(x * d)
    lower = spsolve_triangular(scipy.sparse.tril(a, format="csr"), x)
    grown = expm_multiply(FIXED_CSC, x * d)
    return np.sum(twice**2) + np.sum(lower**2) + np.sum(grown**2)


FIXED_CSC = 3.0 * scipy.sparse.eye_array(4, format="csc") + FIXED_ARRAY.tocsc()


@pytest.mark.parametrize("program", [tridiagonal, built_of_blocks, factored])
def test_made_of_parts(program: Callable[..., Any]) -> None:
    d, x = np.array([0.5, 0.3, 0.0, -0.4]), VECTOR.copy()
    value, (dd, dx) = value_and_grad(program, (0, 1))(d, x)
    assert value == program(d, x)
    assert np.allclose(dd, slopes(lambda: program(d, x), d), atol=1e-6)
    assert np.allclose(dx, slopes(lambda: program(d, x), x), atol=1e-6)


def by_the_matrix(d, x):
    return np.sum(expm_multiply(scipy.sparse.diags_array(d).tocsr(), x))


def without_a_format(d, x):
    return np.sum(scipy.sparse.kron(FIXED_ARRAY, FIXED_ARRAY * d[0]) @ np.tile(x, 4))


def dense_block(d, x):
    return np.sum(scipy.sparse.hstack([FIXED_ARRAY, np.outer(d, d)]) @ np.tile(x, 2))


@pytest.mark.parametrize(
    ("program", "why"),
    [
        (by_the_matrix, "the derivative of expm_multiply by its matrix"),
        (without_a_format, "scipy.sparse.kron without a format"),
        (dense_block, "a block that is no sparse matrix"),
    ],
)
def test_making_refused(program: Callable[..., Any], why: str) -> None:
    with pytest.raises(UnsupportedError, match=why):
        grad(program)(VECTOR, VECTOR)


def narrow(data, x):
    a = csr_array((data, (np.array([0, 1, 2]), np.array([1, 2, 0]))), shape=(3, 3))
    b = (a @ FIXED_SMALL + a * x[0]).multiply(x) / 2.0 + a.power(2) / x[1]
    return np.sum((b @ x) ** 2) + np.sum(a.sum(axis=0)) + a[0, 1] + b.diagonal().sum()


def test_narrow_operands_have_narrow_gradients() -> None:
    data, x = (np.array(each, np.float32) for each in ([0.3, 0.7, 0.5], [0.4, 0.2, 0.9]))
    value, found = value_and_grad(narrow, (0, 1))(data, x)
    assert value == narrow(data, x) and type(value) is type(narrow(data, x))
    wide = grad(narrow, (0, 1))(data.astype(float), x.astype(float))
    for mine, theirs in zip(found, wide, strict=True):
        assert mine.dtype == np.float32 and np.allclose(mine, theirs, rtol=1e-4)
    a = csr_array(DENSE.astype(np.float32))
    assert grad(over_a_number)(a, 3.0).dtype == np.float32


def over_a_number(a, s):
    return np.sum((a / s).data ** 2)


def of_entries_out_of_order(data, x):
    a = coo_matrix((data, (np.array([2, 0, 0, 1]), np.array([0, 1, 1, 2]))), shape=(3, 3))
    y = a.multiply(x) @ x + a.multiply(x[:, None]) @ x + (a / (2 + x)) @ x + a.power(2) @ x
    z = (a + FIXED_SMALL) @ x + (a @ a) @ x + a.multiply(FIXED_SMALL).multiply(a) @ x
    ends = np.sum(a.diagonal(1)) + np.sum(a.tocsc()[:, [1, 0]].T @ x)
    return np.sum(y**2) + np.sum(z * x) + scipy.sparse.linalg.norm(a) * ends


FIXED_SMALL = csr_matrix(np.array([[2.0, 0.5, 0.0], [0.0, 1.5, 0.3], [0.2, 0.0, 2.5]]))


def test_entries_out_of_order_and_twice_in_a_place() -> None:
    data, x = np.array([0.4, 0.1, 0.2, -0.3]), np.array([0.3, -0.7, 1.1])
    value, (ddata, dx) = value_and_grad(of_entries_out_of_order, (0, 1))(data, x)
    assert value == of_entries_out_of_order(data, x)
    assert np.allclose(ddata, slopes(lambda: of_entries_out_of_order(data, x), data), atol=1e-6)
    assert np.allclose(dx, slopes(lambda: of_entries_out_of_order(data, x), x), atol=1e-6)


def cancelling(data, x):
    a = csr_array((data, ([0, 1, 2, 0], [0, 1, 2, 1])), shape=(3, 3))
    b = csr_array((np.array([1.0, 2.0, 0.5]), ([0, 1, 1], [0, 1, 0])), shape=(3, 3))
    both = (a - b) @ x + a.multiply(b) @ x + (a.multiply(a) - a) @ x
    return np.sum(both * x) + np.sum((a @ b - b @ a) @ x) + np.sum((a.tocsc() + b) @ x)


def of_dense(w, x):
    a = csr_matrix(w)
    return np.sum((a @ (csc_array(w) @ x)) ** 2) + np.sum(coo_matrix(w).T @ x) + np.sum(a.T @ x)


def test_places_where_terms_cancel() -> None:
    """SciPy stores nothing there; the slope is what it is elsewhere."""
    data, x = np.array([1.0, 2.0, 0.0, 0.0]), np.array([0.3, -0.7, 1.1])
    value, (ddata, dx) = value_and_grad(cancelling, (0, 1))(data, x)
    assert value == cancelling(data, x)
    assert np.allclose(ddata, slopes(lambda: cancelling(data, x), data), atol=1e-6)
    assert np.allclose(dx, slopes(lambda: cancelling(data, x), x), atol=1e-6)


def test_a_matrix_of_a_dense_one() -> None:
    w, x = DENSE.copy(), VECTOR.copy()
    value, (dw, dx) = value_and_grad(of_dense, (0, 1))(w, x)
    assert value == of_dense(w, x)
    assert np.allclose(dw, slopes(lambda: of_dense(w, x), w), atol=1e-6)
    assert np.allclose(dx, slopes(lambda: of_dense(w, x), x), atol=1e-6)


def remade(weights, x):
    a = csr_array((weights * FIXED_ARRAY.data, FIXED_ARRAY.indices, FIXED_ARRAY.indptr))
    rows, columns = FIXED_ARRAY.nonzero()
    b = coo_matrix((weights, (rows, columns)))
    return np.sum((a @ x) ** 2) + np.sum((b @ x) ** 2)


def test_a_pattern_that_is_read() -> None:
    weights, x = np.linspace(0.5, 1.0, FIXED_ARRAY.nnz), VECTOR.copy()
    found = grad(remade)(weights, x)
    assert np.allclose(found, slopes(lambda: remade(weights, x), weights), atol=1e-6)


def read_entries(a, x):
    return np.mean((a + a).data) * np.sum(x)


def a_row(a, x):
    return a[0] @ x


def to_a_power(a, x):
    return np.sum((a**-1) @ x)


@pytest.mark.parametrize(
    ("program", "why"),
    [
        (written, "the stored entries are the matrix's own"),
        (read_entries, "the stored entries of a sum, a product"),
        (a_row, "a row of a sparse array has one axis"),
        (to_a_power, "a power of a sparse matrix without a positive number"),
    ],
)
def test_refused(program: Callable[..., Any], why: str) -> None:
    with pytest.raises(UnsupportedError, match=why):
        grad(program)(FIXED_ARRAY, VECTOR)


def test_a_sparse_result_is_refused() -> None:
    with pytest.raises(UnsupportedError, match="the result is a sparse matrix"):
        vjp(returned, FIXED)


def test_no_dense_matrix_is_made() -> None:
    """Of 20,000 rows and columns: 3.2 GB, if it were dense."""
    n = 20_000
    a = scipy.sparse.diags_array([1.0, 2.0], offsets=[0, 1], shape=(n, n)).tocsr()
    derivative = grad(smoothed, (0, 1))
    derivative(csr_array(np.eye(2)), np.ones(2))
    tracemalloc.start()
    derivative(a, np.ones(n))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 100 * n * 8


def sums_and_products(a, x):
    b = (a.T @ a + a).multiply(x) - scipy.sparse.diags_array(x)
    return np.sum((b @ x) ** 2) + np.sum(spsolve(b.tocsc(), x))


def test_no_dense_matrix_is_made_of_operations() -> None:
    """The terms of the product are three for each row; they, and where they stand, are kept."""
    n = 20_000
    a = scipy.sparse.diags_array([1.0, 2.0], offsets=[0, 1], shape=(n, n)).tocsr()
    derivative = grad(sums_and_products, (0, 1))
    derivative(csr_array(np.eye(2)), np.ones(2))
    tracemalloc.start()
    derivative(a, np.ones(n))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 200 * n * 8
