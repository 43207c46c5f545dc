/** True where two types are the same and not only assignable to one another. */
type Same<A, B> = (<T>(x: T) => T extends A ? 1 : 2) extends <T>(x: T) => T extends B ? 1 : 2 ? true : false;

/** Asks for the type of a value: `typeOf(accuracy).is<Artifact<number>>()` compiles where it is that type exactly. */
export declare function typeOf<A>(value: A): {
  is<B>(...mismatch: Same<A, B> extends true ? [] : [{ expected: B; actual: A }]): void;
};
