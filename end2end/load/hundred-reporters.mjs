// A hundred reporters sign in and submit at the same moment: none is lost, none doubled, none
// mixed. Usage: node hundred-reporters.mjs ADDRESS [HOW MANY]
//
// Each fills December of its own county in the demo as people do: opens the form, saves figures of
// its own, answers what the page of answers asks, and submits; all of them send each request at
// once, and the submission twice. Then every receipt is read and compared with what was sent.
const [address, many = "100"] = process.argv.slice(2);
const count = Number(many);
const PASSWORD = "xinheng-2020";
const MONTH = "2020-12";

/** The counties of the demo, by the table of units. */
async function counties() {
  const admin = new Person("evaluator-000000");
  await admin.signIn();
  const table = await (await admin.get("/units/table.csv")).text();
  const codes = [...table.matchAll(/^\uFEFF?"?(\d{6})"?,/gm)].map((found) => found[1]);
  const filing = [];
  for (const code of codes) {
    if (filing.length === count) break;
    const person = new Person(`reporter-${code}`, code);
    if (!code.endsWith("00") && (await person.filesAsCounty())) filing.push(person);
  }
  return filing;
}

class Person {
  constructor(account, code = "") {
    this.account = account;
    this.code = code;
    this.cookie = "";
  }

  async request(path, options = {}) {
    const answer = await fetch(address + path, {
      redirect: "manual",
      ...options,
      headers: { cookie: this.cookie, ...(options.headers ?? {}) },
    });
    for (const cookie of answer.headers.getSetCookie()) {
      if (cookie.startsWith("xinheng=")) this.cookie = cookie.split(";")[0];
    }
    return answer;
  }

  get(path) {
    return this.request(path);
  }

  post(path, fields) {
    return this.request(path, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(fields).toString(),
    });
  }

  async signIn() {
    const answer = await this.post("/sign-in", { account: this.account, password: PASSWORD, back: "/returns" });
    return answer.headers.get("location") === "/returns";
  }

  /** Whether there is such a reporter, and the county is not a pilot region too. */
  async filesAsCounty() {
    const known = await this.signIn();
    const html = known ? await (await this.get(this.form)).text() : "";
    this.cookie = "";
    return html.includes('name="text:smd_new"') && !html.includes('name="text:funding_secured"');
  }

  get form() {
    return `/returns/${this.code}/pilot-2020/${MONTH}`;
  }

  /** Opens the form and saves figures that nobody else has. */
  async fill(number) {
    const html = await (await this.get(this.form)).text();
    const revision = /name="revision" value="(\d+)"/.exec(html)[1];
    const due = html.slice(html.indexOf("<fieldset"), html.indexOf('class="early"') >>> 0);
    this.sent = {};
    for (const [tag, element] of due.matchAll(/<(?:input|select)[^>]*name="text:([a-z_]+)"[^>]*>/g)) {
      const value = /value="([^"]*)"/.exec(tag)?.[1] ?? "";
      if (tag.startsWith("<select")) this.sent[element] = "1";
      else if (value === "") this.sent[element] = "0";
    }
    this.sent.smd_new = String(1000 + number);
    if ("resident_population" in this.sent) this.sent.resident_population = String(2_000_000 + number);
    const fields = { revision, intent: "save", "confirm:*": "1" };
    for (const [element, text] of Object.entries(this.sent)) fields[`text:${element}`] = text;
    const answer = await this.post(this.form, fields);
    if (answer.status !== 303) throw new Error(`${this.account}: saving answered ${answer.status}`);
  }

  /** Answers what is asked, and submits, twice at once. */
  async submit() {
    const html = await (await this.get(`${this.form}/check`)).text();
    const fields = { revision: /name="revision" value="(\d+)"/.exec(html)[1], intent: "submit", head: this.account };
    for (const [, rule, said] of html.matchAll(/name="of:([^"]+)" value="([^"]*)"/g)) {
      fields[`of:${rule}`] = said;
      fields[`why:${rule}`] = "real_change";
      fields[`note:${rule}`] = this.account;
    }
    const answers = await Promise.all([this.post(this.form, fields), this.post(this.form, fields)]);
    this.answers = answers.map((answer) => [answer.status, answer.headers.get("location")]);
  }

  /** What its receipt says. */
  async check() {
    const problems = [];
    const places = this.answers.map(([, place]) => place);
    if (!places.every((place) => place?.startsWith(`${this.form}/receipt/1`))) {
      problems.push(`answered ${JSON.stringify(this.answers)}`);
    }
    const html = await (await this.get(`${this.form}/receipt/1`)).text();
    this.number = new RegExp(`${this.code}-202012-\\d{6}`).exec(html)?.[0];
    if (!this.number) problems.push("no receipt");
    if (!html.includes(this.account)) problems.push("signed by somebody else");
    const figure = `>${this.sent.smd_new}<`;
    if (!html.includes(figure)) problems.push(`does not say ${this.sent.smd_new}`);
    if ((await this.get(`${this.form}/receipt/2`)).status !== 404) problems.push("counted twice");
    return problems.map((problem) => `${this.account}: ${problem}`);
  }
}

const timed = async (what, work) => {
  const began = performance.now();
  await work();
  console.log(`${what.padEnd(28)} ${((performance.now() - began) / 1000).toFixed(2)} s`);
};

const people = await counties();
if (people.length < count) throw new Error(`the demo has only ${people.length} reporters`);
const all = (work) => Promise.all(people.map(work));
let failed = [];
await timed(`${count} sign in at once`, async () => {
  const known = await all((person) => person.signIn());
  failed.push(...people.filter((_, at) => !known[at]).map((person) => `${person.account}: not let in`));
});
await timed(`${count} open and save at once`, () => all((person, number) => person.fill(number)));
await timed(`${count} submit twice at once`, () => all((person) => person.submit()));
await timed(`${count} receipts read`, async () => {
  failed.push(...(await all((person) => person.check())).flat());
});
const numbers = new Set(people.map((person) => person.number));
if (numbers.size !== count) failed.push(`${count - numbers.size} receipts share a number`);
for (const line of failed) console.log(`✕ ${line}`);
console.log(`${count - failed.length} passed, ${failed.length} failed`);
process.exit(failed.length === 0 ? 0 : 1);
