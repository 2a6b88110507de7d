/**
 * Text as the portal stores and shows it: well-formed, lines ended by one line feed, no control characters but tab and line
 * feed, nothing that can't be seen (marks of direction, zero widths, soft hyphens, fillers): two names that look alike are alike.
 */
export function cleanText(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/[\v\f\u0085]/g, ' ')
    .replace(UNSEEN, '');
}

/** Controls, lone halves of surrogate pairs, format characters and others that have no width. */
const UNSEEN = /(?![\t\n])\p{Cc}|[\p{Cs}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800]/gu;

/** A name or title: cleaned, on one line, without spaces around or doubled. */
export const cleanLine = (text: string): string => cleanText(text).replace(/\s+/g, ' ').trim();
