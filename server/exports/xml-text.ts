/** What XML 1.0 cannot hold, also as a reference: control characters but tab and line ends, halves of surrogate pairs, U+FFFE and U+FFFF. Source: W3C XML 1.0, 2.2. */
// oxlint-disable-next-line no-control-regex
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

/** A text with U+FFFD for every character that would make an XML file unreadable. */
export function xmlText(text: string): string {
  return text.replace(NOT_XML, "\ufffd");
}
