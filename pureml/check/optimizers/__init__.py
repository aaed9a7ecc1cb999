"""Evidence for rules, each under the path of the rule: definition, laws, corners and mutants."""
