// Reads cargo's messages from standard input and writes one line a test program:
// package, target, folder of the package, program, with tabs between.
import { readFileSync } from "node:fs";
import { dirname } from "node:path";

for (const line of readFileSync(0, "utf8").split("\n")) {
  if (!line.startsWith("{")) continue;
  const built = JSON.parse(line);
  if (built.reason !== "compiler-artifact" || !built.executable || !built.profile.test) continue;
  const folder = dirname(built.manifest_path);
  // "path+file:///…/app#0.1.0" where the folder bears the name, else "path+file:///…#kpi@0.1.0".
  const [place, version] = built.package_id.split("#");
  const name = version.includes("@") ? version.split("@")[0] : place.split("/").at(-1);
  console.log([name, built.target.name, folder, built.executable].join("\t"));
}
