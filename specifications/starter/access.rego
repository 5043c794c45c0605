# Who may use the data product $product. Written by Headwaters from the rules that were agreed on.
# Ask for data.$package.allow with a person as input:
# {"roles": ["…"], "attributes": {"…": ["…"]}}
# A program that asks, for a person or on its own, has its roles and attributes under "program".
# A rule with a day holds through that day in UTC, and not after it.
# Names are compared in lower case; a name that is spelled otherwise ("ss" for "ß") is another name.
package $package

import rego.v1

default allow := false

allow if is_allowed(input)

$decision

$rules

# One of the names, in whatever case it is written.
holds(held, names) if {
	some each in held
	is_one_of(each, names)
}

is_one_of(each, names) if each in names

is_one_of(each, names) if lower(trim_space(each)) in names
