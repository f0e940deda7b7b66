type Place = readonly [x: number, y: number]

/**
 * A path of straight lines without the points that lie within a distance of the line between those that are kept.
 *
 * @see Douglas and Peucker, Algorithms for the reduction of the number of points required to represent a digitized line, 1973.
 */
export function simplified(path: string, distance: number): string {
  return path.replaceAll(/[^MZ]+/g, (line) =>
    keep(
      line.split("L").map((place) => place.split(",").map(Number) as unknown as Place),
      distance,
    ).join("L"),
  )
}

function keep(places: readonly Place[], distance: number): readonly Place[] {
  const [first, last] = [places[0], places.at(-1)]
  if (first === undefined || last === undefined || places.length < 3) return places
  const far = places.map((place) => distanceTo(place, first, last))
  const farthest = far.reduce((best, each, i) => (each > (far[best] as number) ? i : best), 0)
  if ((far[farthest] as number) <= distance) return [first, last]
  return [...keep(places.slice(0, farthest + 1), distance), ...keep(places.slice(farthest), distance).slice(1)]
}

/** How far a place is from the line through two others; of one place, from it. */
function distanceTo([x, y]: Place, [fromX, fromY]: Place, [toX, toY]: Place): number {
  const [dx, dy] = [toX - fromX, toY - fromY]
  const length = Math.hypot(dx, dy)
  return length === 0 ? Math.hypot(x - fromX, y - fromY) : Math.abs(dx * (y - fromY) - dy * (x - fromX)) / length
}
