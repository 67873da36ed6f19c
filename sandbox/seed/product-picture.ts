/** A small picture for a product that has none: its initial on a colour of its own, as an inline SVG. */

export function drawProductPicture(title: string): string {
  const hue = [...title].reduce((sum, char) => (sum * 31 + (char.codePointAt(0) ?? 0)) % 360, 7);
  const [initial = ""] = title;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 60"><rect width="60" height="60" fill="hsl(${hue} 35% 82%)"/>` +
    `<circle cx="30" cy="30" r="19" fill="hsl(${hue} 40% 62%)"/>` +
    `<text x="30" y="38" font-family="Georgia,serif" font-size="24" text-anchor="middle" fill="#fff">${initial}</text></svg>`;
  return `data:image/svg+xml,${encodeURIComponent(svg)}`;
}
