# Access to the data product $product. Created by Headwaters from the agreed rules.
# Query data.$package.allow with a person as input:
# {"roles": ["…"], "attributes": {"…": ["…"]}}
# A program, for a person or on its own, has its roles and attributes under "program".
# A rule with a date applies through that day in UTC.
# Names are compared in lower case. Another spelling ("ss" for "ß") is another name.
package $package

import rego.v1

default allow := false

allow if is_allowed(input)

$decision

$rules

# One of the names, in upper or lower case.
holds(held, names) if {
	some each in held
	is_one_of(each, names)
}

is_one_of(each, names) if each in names

is_one_of(each, names) if lower(trim_space(each)) in names
