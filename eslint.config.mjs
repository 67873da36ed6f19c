import js from "@eslint/js";
import hooks from "eslint-plugin-react-hooks";
import globals from "globals";
import tseslint from "typescript-eslint";

const FROZEN_TIME = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: "Pure code is given the instant.",
  },
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: "Pure code is given the instant.",
  },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: "Randomness is passed in.",
  },
];
const NO_ENV = {
  selector: "MemberExpression[object.name='process'][property.name='env']",
  message: "Read it in app/platform/env.server.ts.",
};

export default tseslint.config(
  {
    ignores: [
      "build/",
      ".aftercare/",
      "node_modules/",
      "app/shopify/generated/",
      "coverage/",
      "bench/results/",
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    languageOptions: { globals: { ...globals.node } },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/consistent-type-definitions": ["error", "type"],
      "@typescript-eslint/no-unused-vars": [
        "error",
        { argsIgnorePattern: "^_", varsIgnorePattern: "^_" },
      ],
      "no-restricted-imports": [
        "error",
        { patterns: [{ regex: "^\\.\\./", message: "Use #app/…, #sandbox/… or #tests/…." }] },
      ],
      eqeqeq: ["error", "always"],
      "no-console": ["error", { allow: ["info", "warn", "error"] }],
    },
  },
  {
    files: ["app/**/*.{ts,tsx}", "sandbox/**/*.ts"],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/no-non-null-assertion": "error",
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: false }],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true },
      ],
    },
  },
  {
    files: ["app/**/*.{ts,tsx}"],
    ignores: ["app/platform/env.server.ts"],
    rules: { "no-restricted-syntax": ["error", NO_ENV] },
  },
  {
    files: ["app/**/*.{ts,tsx}"],
    ignores: [
      "app/**/*.server.ts",
      "app/routes/**",
      "app/*.ts",
      "app/*.tsx",
      "app/platform/clock.ts",
      "app/ui/**",
    ],
    rules: { "no-restricted-syntax": ["error", NO_ENV, ...FROZEN_TIME] },
  },
  {
    files: ["app/**/*.tsx"],
    plugins: { "react-hooks": hooks },
    rules: hooks.configs.recommended.rules,
  },
  {
    files: ["app/load-context.ts"],
    rules: { "@typescript-eslint/consistent-type-definitions": "off" },
  },
  {
    files: ["tests/**/*.{ts,tsx}"],
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector:
            "CallExpression[callee.object.name='vi'][callee.property.name=/^(mock|doMock)$/]",
          message: "No mocks: use the sandbox, a clock, a seed.",
        },
      ],
      "@typescript-eslint/no-explicit-any": "off",
      "@typescript-eslint/no-non-null-assertion": "off",
    },
  },
  {
    files: ["scripts/**/*.mjs", "bench/**/*.mjs", "sandbox/**/*.{js,mjs}", "tests/**/*.mjs"],
    rules: { "no-console": "off", "no-restricted-imports": "off" },
  },
  {
    files: ["sandbox/admin-page/browser/**", "sandbox/**/browser/**"],
    languageOptions: { globals: { ...globals.browser } },
  },
);
