"""Legal tours of a block: all of them as a graph, and the cheapest under given prices."""
