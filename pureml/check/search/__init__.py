"""Evidence for the formulas of search, each under the path of its formula."""
