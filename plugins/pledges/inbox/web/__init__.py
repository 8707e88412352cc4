"""The inbox over HTTP: the only place that imports Flask. Routes parse, call one use case, answer."""
