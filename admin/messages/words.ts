/** The same keys with any text: what a translation of `Source` has to be, no key missing and none too many. */
export type Words<Source> = { [Key in keyof Source]: Source[Key] extends string ? string : Words<Source[Key]> };
