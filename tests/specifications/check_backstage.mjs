// Asks Backstage's own catalog-model about entities: a list of them comes from standard input as JSON, and a
// list of complaints goes to standard output. Run it in the folder with node_modules.
import { readFileSync } from "node:fs";
import * as model from "@backstage/catalog-model";

const policy = model.EntityPolicies.allOf([
  new model.DefaultNamespaceEntityPolicy(),
  new model.SchemaValidEntityPolicy(),
  new model.NoForeignRootFieldsEntityPolicy(),
  new model.FieldFormatEntityPolicy(),
]);
const validators = {
  API: model.apiEntityV1alpha1Validator,
  Group: model.groupEntityV1alpha1Validator,
  Resource: model.resourceEntityV1alpha1Validator,
  User: model.userEntityV1alpha1Validator,
};
const complaints = [];
for (const entity of JSON.parse(readFileSync(0, "utf8"))) {
  try {
    await policy.enforce(entity);
    if (!(await validators[entity.kind].check(entity))) complaints.push(`${entity.kind}: not recognized`);
    const { owner, parent, dependsOn = [] } = entity.spec;
    for (const ref of [owner, parent, ...dependsOn]) if (ref) model.parseEntityRef(ref);
  } catch (error) {
    complaints.push(`${entity.kind} ${entity.metadata?.name}: ${error.message}`);
  }
}
process.stdout.write(JSON.stringify(complaints));
