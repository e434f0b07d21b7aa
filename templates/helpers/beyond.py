def beyond(mode):
    """What np.pad calls a mode of scipy.ndimage."""
    names = {"reflect": "symmetric", "grid-mirror": "symmetric", "mirror": "reflect"}
    return {**names, "nearest": "edge"}.get(mode, mode.removeprefix("grid-"))
