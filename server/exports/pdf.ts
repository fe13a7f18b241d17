import { MM_PER_POINT, type Sheet, type Weight } from "../../core/composition/sheet.ts";
import { FontSubset } from "./fonts/subset.ts";
import type { Typefaces } from "./fonts/typeface.ts";
import { PdfFile, pdfNumber, pdfText, utf16 } from "./pdf-file.ts";
import { PageWriter } from "./pdf-page.ts";

/** What a file says of itself. */
export interface FileFacts {
  title: string;
  /** Organisation. */
  author: string;
  language: "zh-CN" | "en";
  /** ISO 8601. */
  madeAt: string;
}

/** Name of an embedded subset: six capitals, then the font's name. */
const FONT_NAMES: Readonly<Record<Weight, string>> = {
  regular: "QIANTU+NotoSansSC-Regular",
  bold: "QIANTU+NotoSansSC-Bold",
};

/** Sheets as one PDF: vector drawing, text that can be selected and searched, one font subset for all pages. */
export function writePdf(sheets: readonly Sheet[], faces: Typefaces, facts: FileFacts): Buffer {
  const file = new PdfFile();
  const catalog = file.reserve();
  const pages = file.reserve();
  const resources = file.reserve();
  const fonts = { regular: new FontSubset(faces.regular), bold: new FontSubset(faces.bold) };
  const opacities = new Map<number, string>();
  const numbers = sheets.map((sheet) => {
    const writer = new PageWriter(sheet, faces, fonts, opacities);
    const content = file.addStream(Buffer.from(writer.content(), "latin1"));
    const links = writer.links.map(({ box, href }) =>
      file.add(
        `<< /Type /Annot /Subtype /Link /Rect [${box.map(pdfNumber).join(" ")}] /Border [0 0 0] /A << /S /URI /URI (${asciiString(href)}) >> >>`,
      ),
    );
    const annotations = links.length > 0 ? ` /Annots [${links.map(reference).join(" ")}]` : "";
    const size = [sheet.widthMm, sheet.heightMm].map((mm) => pdfNumber(mm / MM_PER_POINT));
    return file.add(
      `<< /Type /Page /Parent ${reference(pages)} /MediaBox [0 0 ${size.join(" ")}] /Resources ${reference(resources)} /Contents ${reference(content)}${annotations} >>`,
    );
  });
  file.add(
    `<< /Type /Pages /Count ${numbers.length} /Kids [${numbers.map(reference).join(" ")}] >>`,
    pages,
  );
  const fontEntries = (["regular", "bold"] as const)
    .filter((weight) => fonts[weight].characters.length > 0)
    .map((weight) => `/${weight} ${reference(addFont(file, fonts[weight], weight))}`);
  const states = [...opacities].map(
    ([opacity, name]) => `/${name} << /ca ${pdfNumber(opacity)} /CA ${pdfNumber(opacity)} >>`,
  );
  file.add(
    `<< /Font << ${fontEntries.join(" ")} >> /ExtGState << ${states.join(" ")} >> >>`,
    resources,
  );
  const outline = addOutline(file, sheets, numbers);
  const metadata = file.addStream(
    Buffer.from(xmpOf(facts), "utf8"),
    "/Type /Metadata /Subtype /XML",
  );
  file.add(
    `<< /Type /Catalog /Pages ${reference(pages)} /Lang (${facts.language}) /Metadata ${reference(metadata)} /ViewerPreferences << /DisplayDocTitle true >>${outline} >>`,
    catalog,
  );
  const information = file.add(
    `<< /Title ${pdfText(facts.title)} /Author ${pdfText(facts.author)} /Creator (Qiantu) /Producer (Qiantu) /CreationDate (${pdfDate(facts.madeAt)}) >>`,
  );
  return file.bytes(catalog, information);
}

const reference = (number: number): string => `${number} 0 R`;

/** A font by which glyph numbers are written as they are, with what is needed to read them back as text. */
function addFont(file: PdfFile, subset: FontSubset, weight: Weight): number {
  const bytes = subset.bytes();
  const { ascent, descent } = subset.typeface;
  const program = file.addStream(bytes, `/Length1 ${bytes.length}`);
  const name = FONT_NAMES[weight];
  const descriptor = file.add(
    `<< /Type /FontDescriptor /FontName /${name} /Flags 4 /FontBBox [-1000 ${Math.round(descent * 1000)} 2000 ${Math.round(ascent * 1000)}] /ItalicAngle 0 /Ascent ${Math.round(ascent * 1000)} /Descent ${Math.round(descent * 1000)} /CapHeight 733 /StemV ${weight === "bold" ? 140 : 80} /FontFile2 ${reference(program)} >>`,
  );
  const descendant = file.add(
    `<< /Type /Font /Subtype /CIDFontType2 /BaseFont /${name} /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /FontDescriptor ${reference(descriptor)} /DW 1000 /W [1 [${subset.widths().join(" ")}]] /CIDToGIDMap /Identity >>`,
  );
  const toUnicode = file.addStream(Buffer.from(toUnicodeMap(subset.characters), "latin1"));
  return file.add(
    `<< /Type /Font /Subtype /Type0 /BaseFont /${name} /Encoding /Identity-H /DescendantFonts [${reference(descendant)}] /ToUnicode ${reference(toUnicode)} >>`,
  );
}

/** Glyph numbers back to characters; at most 100 in a block. */
function toUnicodeMap(characters: readonly number[]): string {
  const lines = characters.map(
    (character, i) =>
      `<${(i + 1).toString(16).padStart(4, "0")}> <${utf16(String.fromCodePoint(character))}>`,
  );
  const blocks: string[] = [];
  for (let i = 0; i < lines.length; i += 100) {
    const block = lines.slice(i, i + 100);
    blocks.push(`${block.length} beginbfchar\n${block.join("\n")}\nendbfchar`);
  }
  return `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
${blocks.join("\n")}
endcmap
CMapName currentdict /CMap defineresource pop
end
end`;
}

/** The pages by name beside the file, where there are several. */
function addOutline(file: PdfFile, sheets: readonly Sheet[], pages: readonly number[]): string {
  if (sheets.length < 2) return "";
  const root = file.reserve();
  const items = sheets.map(() => file.reserve());
  sheets.forEach((sheet, i) => {
    const before = i > 0 ? ` /Prev ${reference(items[i - 1]!)}` : "";
    const after = i + 1 < items.length ? ` /Next ${reference(items[i + 1]!)}` : "";
    file.add(
      `<< /Title ${pdfText(sheet.name)} /Parent ${reference(root)} /Dest [${reference(pages[i]!)} /Fit]${before}${after} >>`,
      items[i],
    );
  });
  file.add(
    `<< /Type /Outlines /First ${reference(items[0]!)} /Last ${reference(items.at(-1)!)} /Count ${items.length} >>`,
    root,
  );
  return ` /Outlines ${reference(root)} /PageMode /UseOutlines`;
}

function pdfDate(iso: string): string {
  return `D:${iso.slice(0, 19).replace(/[-:T]/g, "")}Z`;
}

function asciiString(text: string): string {
  return new URL(text).href.replace(/[\\()]/g, (character) => `\\${character}`);
}

function xmpOf({ title, author, language, madeAt }: FileFacts): string {
  const escape = (text: string): string =>
    text.replace(/[<>&]/g, (character) => `&#${character.charCodeAt(0)};`);
  return `<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">${escape(title)}</rdf:li></rdf:Alt></dc:title><dc:creator><rdf:Seq><rdf:li>${escape(author)}</rdf:li></rdf:Seq></dc:creator><dc:language><rdf:Bag><rdf:li>${language}</rdf:li></rdf:Bag></dc:language><xmp:CreateDate>${madeAt}</xmp:CreateDate><xmp:CreatorTool>Qiantu</xmp:CreatorTool>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`;
}
