/**
 * True for numbers that can be a place in degrees: latitude within 90, longitude within one and a half turns (lines that go on over the
 * antimeridian are written so). NaN, infinity and the -1.797e308 of shapefiles are no places.
 */
export function isPlace(lng: number, lat: number): boolean {
  return Math.abs(lng) <= 540 && Math.abs(lat) <= 90;
}
