// Removes the database of this run.
import { rmSync } from "node:fs";

export default function teardown() {
  const home = process.env.XINHENG_E2E_HOME;
  if (home) rmSync(home, { recursive: true, force: true });
}
