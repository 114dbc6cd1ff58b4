// A hooks file imports `Till` and nothing else: these are the words it needs.
@_exported import TillModel
