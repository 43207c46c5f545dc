import type { InstanceOf } from "../../model/json-schema.ts";
import ts from "../typescript.ts";
import type { Build } from "./build.ts";

/**
 * The class that a value must be an instance of, because nothing else can have its private members. A class without any is to
 * TypeScript only a name for its members, and so it is here: undefined.
 */
export const nominalClass = (build: Build, type: ts.Type): InstanceOf | undefined => {
  const symbol = type.getSymbol();
  const declaration = symbol?.declarations?.find(ts.isClassLike);
  if (symbol === undefined || declaration === undefined) return undefined;
  const own = build.checker.getPropertiesOfType(type).find(isHidden);
  // A private member of a base class says only that the value is an instance of that.
  if (own === undefined) return undefined;
  const home = own.declarations?.map(classAround).find((found) => found !== undefined) ?? declaration;
  const name = (home === declaration ? declaration.name : home.name)?.text ?? classExpressionName(home);
  if (name === undefined) return undefined;
  const origin = home === declaration ? build.origin(type) : undefined;
  return { name, ...(origin && { origin }) };
};

/** True for a member that only its class can see. */
export const isHidden = (property: ts.Symbol): boolean =>
  property.declarations?.some(
    (declaration) =>
      (ts.getCombinedModifierFlags(declaration) & (ts.ModifierFlags.Private | ts.ModifierFlags.Protected)) !== 0 ||
      (ts.isClassElement(declaration) && declaration.name !== undefined && ts.isPrivateIdentifier(declaration.name)),
  ) ?? false;

/** Of a member, or of a parameter of the constructor that is one. */
const classAround = ({ parent }: ts.Declaration): ts.ClassLikeDeclaration | undefined => {
  const holder = ts.isConstructorDeclaration(parent) ? parent.parent : parent;
  return ts.isClassLike(holder) ? holder : undefined;
};

const classExpressionName = (declaration: ts.ClassLikeDeclaration): string | undefined => {
  const { parent } = declaration;
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? parent.name.text : undefined;
};
