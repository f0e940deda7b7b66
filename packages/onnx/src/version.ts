/** The version of this package, which models name as what produced them. The tests hold it to package.json. */
export const version = "0.0.0"
