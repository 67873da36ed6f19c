import { TextField } from "@shopify/polaris";

type SearchFieldProps = {
  label: string;
  placeholder: string;
  value: string;
  onChange: (text: string) => void;
};

/** The search of a list; its label is for screen readers. */
export function SearchField({ label, placeholder, value, onChange }: SearchFieldProps) {
  return (
    <TextField
      label={label}
      labelHidden
      placeholder={placeholder}
      autoComplete="off"
      clearButton
      value={value}
      onChange={onChange}
      onClearButtonClick={() => onChange("")}
    />
  );
}
