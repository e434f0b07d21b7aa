from helpers.with_data import with_data


def as_matrices(g, x):
    """The gradient g, with sparse matrices where x has some in place of their entries alone."""
    if isinstance(x, dict):
        return {key: as_matrices(part, x[key]) for key, part in g.items()}
    if isinstance(x, (list, tuple)):
        return type(x)(as_matrices(part, item) for part, item in zip(g, x))
    return with_data(x, g) if hasattr(x, "tocsr") and g is not None else g
