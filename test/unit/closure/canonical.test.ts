import assert from "node:assert/strict";
import { test } from "node:test";
import { canonical } from "../../../src/runner/analysis/closure/canonical.ts";

const cases: readonly (readonly [code: string, expected: string])[] = [
  ["var e=3;f(e,e.e,{e:e})", "var #1=3;f(#1,#1.e,{e:#1})"],
  ["var e=1,t={e},{t:o}=t,{o:r=1}=x;({e}=t);", "var #1=1,#2={e:#1},{t:#3}=#2,{o:#4=1}=x;({e:#1}=#2);"],
  ["let{e}=x,[t,...o]=e", "let{e:#1}=x,[#2,...#3]=#1"],
  [
    `import{step as e,t}from"p";import o from"o";import*as r from"r";`,
    `import{step as #1,t as #2}from"p";import #3 from"o";import*as #4 from"r";`,
  ],
  [`var e=1;export{e as closure,e};export{e as t}from"x";`, `var #1=1;export{#1 as closure,#1 as e};export{e as t}from"x";`],
  ["class e{#t=1;static t(){return this.#t}get e(){return e}}", "class #1{#2=1;static t(){return this.#2}get e(){return #1}}"],
  ["e:for(var e of t)break e;", "#1:for(var #2 of t)break #1;"],
  ["(e=>e.map(e=>e))(import.meta.e)", "(#1=>#1.map(#1=>#1))(import.meta.e)"],
  ["try{}catch(e){e()}", "try{}catch(#1){#1()}"],
  ['var e=`${e}e`,t=/e/,o="e"', 'var #1=`${#1}e`,#2=/e/,#3="e"'],
];

for (const [code, expected] of cases) {
  test(`short names become numbers: ${code}`, () => {
    assert.equal(canonical(code), expected);
  });
}

test("the letters do not matter, the variables do", () => {
  assert.equal(canonical("var a=1,b=2;f({a,b})"), canonical("var b=1,a=2;f({a:b,b:a})"));
  assert.notEqual(canonical("var a=1,b=2;f(a)"), canonical("var a=1,b=2;f(b)"));
});
