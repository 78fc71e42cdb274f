// A form in .xlsx, filled in as a spreadsheet program would: the figure goes into the entry cell
// of the code's row, and nothing else is touched.
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";

/** Column of this month's figure. */
const ENTRY = "G";

function texts(shared: string): string[] {
  return [...shared.matchAll(/<si>(.*?)<\/si>/gs)].map((item) =>
    [...item[1].matchAll(/<t[^>]*>(.*?)<\/t>/gs)].map((text) => text[1]).join(""),
  );
}

/** The names of the sheets, in their order. */
export function sheets(book: Uint8Array): string[] {
  const parts = unzipSync(book);
  return [...strFromU8(parts["xl/workbook.xml"]).matchAll(/<sheet name="([^"]+)"/g)].map((found) => found[1]);
}

/** The workbook with these figures in the sheet at `number`, from one; text where it is no number. */
export function filled(book: Uint8Array, figures: Record<string, string>, number = 1): Buffer {
  const parts = unzipSync(book);
  const shared = texts(strFromU8(parts["xl/sharedStrings.xml"]));
  const path = `xl/worksheets/sheet${number}.xml`;
  let sheet = strFromU8(parts[path]);
  for (const [code, figure] of Object.entries(figures)) {
    const index = shared.indexOf(code);
    const row = sheet.match(new RegExp(`<c r="A(\\d+)"[^>]*t="s"[^>]*><v>${index}</v>`))?.[1];
    if (index < 0 || !row) throw new Error(`${code} has no row`);
    const cell = new RegExp(`<c r="${ENTRY}${row}"( s="\\d+")?[^>]*?(/>|>.*?</c>)`);
    const value = /^-?\d+(\.\d+)?$/.test(figure)
      ? `><v>${figure}</v></c>`
      : ` t="inlineStr"><is><t>${figure}</t></is></c>`;
    sheet = sheet.replace(cell, `<c r="${ENTRY}${row}"$1${value}`);
  }
  parts[path] = strToU8(sheet);
  return Buffer.from(zipSync(parts));
}
