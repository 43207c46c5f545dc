import type { ClassOrigin, ClassWithin } from "../model/signature.ts";
import type { Binding, InputSlot } from "../model/spec.ts";

/** Where an artifact stands in an input: indexes and keys, from the outside in. The whole input is at the empty place. */
export type Place = readonly (string | number)[];

/** The class that the step's code names for what stands at a place of an input. */
export const classAt = ({ class: whole, within = [] }: InputSlot, place: Place): ClassOrigin | undefined =>
  place.length === 0 ? whole : within.find((one) => leadsTo(one, place))?.class;

const leadsTo = ({ at }: ClassWithin, place: Place): boolean =>
  at.length === place.length && at.every((step, index) => step === null || step === place[index]);

/** The classes as which the artifacts inside an input are rebuilt. That of the whole input is not among them. */
export const classesInside = (slot: InputSlot, binding: Binding | undefined): readonly ClassOrigin[] =>
  slot.within === undefined || binding === undefined
    ? []
    : [...new Set(placesOf(binding).flatMap((place) => (place.length === 0 ? [] : (classAt(slot, place) ?? []))))];

const placesOf = (binding: Binding, place: Place = []): Place[] => {
  switch (binding.kind) {
    case "value":
      return [];
    case "output":
    case "version":
      return [place];
    case "list":
      return binding.items.flatMap((item, index) => placesOf(item, [...place, index]));
    case "object":
      return Object.entries(binding.fields).flatMap(([key, field]) => placesOf(field, [...place, key]));
    default:
      return binding satisfies never;
  }
};
