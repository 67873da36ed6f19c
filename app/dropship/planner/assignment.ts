/**
 * The routing question as numbers: groups of equal units, options that serve them, suppliers that cost once. A weight is
 * one number that packs every criterion (see pack-criteria.ts); all of them are whole and their sums stay exact.
 */

/** One supplier's way to serve one group. */
export type Option = {
  /** Index into `suppliers`. */
  readonly supplier: number;
  readonly unitWeight: number;
  /** Most units of this group it may get. */
  readonly stock: number;
  /** It gets none, or at least this many. */
  readonly minimum: number;
  /**
   * Most units that this option and all before it may serve together: those before it are barred from cheaper-priced
   * lines of the group. Never falls along the list.
   */
  readonly reach: number;
  /** What one unit counts towards the supplier's minimum order. */
  readonly unitValue: number;
};

/** Units of one variant. They differ at most in which options their price allows. */
export type Group = {
  readonly units: number;
  /** Sorted by reach. */
  readonly options: readonly Option[];
};

export type AssignedSupplier = {
  /** Paid once when it serves anything. */
  readonly openWeight: number;
  /** Sum of unit values below which it serves nothing; 0 = none. */
  readonly minimumValue: number;
};

export type AssignmentProblem = {
  readonly groups: readonly Group[];
  readonly suppliers: readonly AssignedSupplier[];
  /** Price of a unit that nobody serves; more than any plan without held units can cost. */
  readonly holdWeight: number;
};

export type AssignmentAnswer = {
  /** Units per option, group after group. What is missing is held. */
  readonly counts: Int32Array;
  readonly weight: number;
  readonly isProvenBest: boolean;
};
