# The truth table of the rules: each row is a test. `opa test policy` runs them.
package ${package}_test

import rego.v1

import data.$package

$tests
