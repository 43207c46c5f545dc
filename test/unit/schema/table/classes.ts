import type { Section } from "./row.ts";

export const classes: Section = {
  title: "Classes",
  says: "A class with private or protected members accepts its instances, because nothing else can have those. Any other class is to TypeScript only a name for its members, and so it is here; a method must be a function.",
  rows: [
    {
      type: "Point",
      given: "class Point { constructor(public x: number, public y: number) {} }",
      accepts: ["new Point(1, 2)", "{ x: 1, y: 2 }"],
      rejects: { "{ x: 1 }": "y: expected number, got nothing" },
    },
    {
      type: "Model",
      given: "class Model { weights: number[] = []; predict(x: number): number { return x; } }",
      accepts: ["new Model()"],
      rejects: { "{ weights: [] }": "predict: expected function, got nothing" },
      unchecked: ["predict: what a function takes and returns"],
    },
    {
      type: "Secret",
      given: "class Secret { #key = 1; get() { return this.#key; } }",
      accepts: ["new Secret()"],
      rejects: { "{ get: () => 1 }": "expected Secret, got object" },
      unchecked: ["get: what a function takes and returns"],
    },
    {
      type: "Account",
      given: "class Account { private balance = 0; owner = 'a'; show() { return this.balance } }",
      accepts: ["new Account()"],
      rejects: { '{ balance: 0, owner: "a", show: () => 0 }': "expected Account, got object" },
      unchecked: ["show: what a function takes and returns"],
    },
    {
      type: "Account",
      given: "class Account { constructor(protected balance: number) {} } class Savings extends Account { rate = 1 }",
      accepts: ["new Account(1)", "new Savings(1)"],
      rejects: { "{}": "expected Account, got object" },
    },
    {
      type: "Savings",
      given: "class Account { constructor(private balance: number) { void this.balance; } } class Savings extends Account { rate = 1 }",
      accepts: ["new Savings(1)"],
      rejects: { "new Account(1)": "rate: expected number, got nothing" },
    },
    {
      type: "Box<number>",
      given: "class Box<T> { #seal = 1; constructor(public value: T) { void this.#seal; } }",
      accepts: ["new Box(1)"],
      rejects: { 'new Box("x")': 'value: expected number, got string "x"', "{ value: 1 }": "expected Box<number>, got object" },
    },
    {
      type: "Circle",
      given: "class Circle { constructor(readonly radius: number) {} get area(): number { return this.radius ** 2; } }",
      accepts: ["new Circle(1)"],
      rejects: { "{ radius: 1 }": "area: expected number, got nothing" },
    },
    {
      type: "Shape",
      given: "abstract class Shape { abstract area(): number; } class Unit extends Shape { area() { return 1; } }",
      accepts: ["new Unit()"],
      rejects: { "{ area: 1 }": "area: expected function, got number 1" },
      unchecked: ["area: what a function takes and returns"],
    },
    {
      type: "Named",
      given: "interface Named { name: string } class Dog implements Named { name = 'rex' }",
      accepts: ["new Dog()", `{ name: "x" }`],
      rejects: { "{}": "name: expected string, got nothing" },
    },
    {
      type: "Scores",
      given: "class Scores extends Map<string, number> { best = 0 }",
      accepts: ["new Scores()"],
      rejects: { "new Map<string, number>()": "best: expected number, got nothing", "{ best: 0 }": "expected Map, got object" },
    },
    {
      type: "Rows",
      given: "class Rows extends Array<number> { title = '' }",
      accepts: ["Rows.from([1]) as Rows"],
      rejects: { '["x"]': '[0]: expected number, got string "x"', "{}": "expected Rows, got object" },
      unchecked: ["value: properties of an array"],
    },
    {
      type: "Failed",
      given: "class Failed extends Error { code = 1 }",
      accepts: ["new Failed()"],
      rejects: { "new Error()": "code: expected number, got nothing" },
    },
    {
      type: "typeof Point",
      given: "class Point { x = 1 }",
      accepts: ["Point"],
      rejects: { "new Point()": "expected typeof Point, got Point" },
      unchecked: ["value: what a function takes and returns"],
    },
    {
      type: "{ models: Secret[] }",
      given: "class Secret { #key = 1; constructor() { void this.#key; } }",
      accepts: ["{ models: [new Secret()] }"],
      rejects: { "{ models: [new Secret(), {}] }": "models[1]: expected Secret, got object" },
    },
  ],
};
