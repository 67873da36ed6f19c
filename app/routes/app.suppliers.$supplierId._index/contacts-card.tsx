import { Card, Checkbox, FormLayout, Select, TextField } from "@shopify/polaris";
import type { SupplierForm } from "#app/dropship/suppliers/supplier-form.ts";
import { DraftRows, errorOf, removeAt, replaceAt, type Draft } from "./draft-fields.tsx";

type Contact = SupplierForm["contacts"][number];

const LANGUAGES = [
  { label: "English", value: "en" },
  { label: "简体中文", value: "zh-Hans" },
  { label: "Español", value: "es" },
];

const NEW_CONTACT: Contact = {
  contactId: null,
  name: "",
  email: "",
  phone: "",
  language: "en",
  getsOrders: true,
  getsReturns: true,
};

export function ContactsCard({ draft }: { draft: Draft }) {
  const { contacts } = draft.form;
  const set = (index: number, change: Partial<Contact>) =>
    draft.change({ contacts: replaceAt(contacts, index, change) });
  return (
    <Card>
      <DraftRows
        draft={draft}
        rows={contacts}
        noun="contact"
        error={draft.errors["contacts"]}
        onAdd={() => draft.change({ contacts: [...contacts, NEW_CONTACT] })}
        onRemove={(index) => draft.change({ contacts: removeAt(contacts, index) })}
      >
        {(contact, index) => (
          <ContactFields
            {...{ draft, contact }}
            path={`contacts.${index}`}
            onChange={(change) => set(index, change)}
          />
        )}
      </DraftRows>
    </Card>
  );
}

type ContactFieldsProps = {
  draft: Draft;
  contact: Contact;
  path: string;
  onChange: (change: Partial<Contact>) => void;
};

function ContactFields({ draft, contact, path, onChange }: ContactFieldsProps) {
  const { isLocked: disabled } = draft;
  return (
    <FormLayout>
      <TextField
        label="Name"
        autoComplete="off"
        value={contact.name}
        disabled={disabled}
        onChange={(name) => onChange({ name })}
        {...errorOf(draft, `${path}.name`)}
      />
      <TextField
        label="E-mail"
        type="email"
        autoComplete="off"
        value={contact.email}
        disabled={disabled}
        onChange={(email) => onChange({ email })}
        {...errorOf(draft, `${path}.email`)}
      />
      <TextField
        label="Phone"
        type="tel"
        autoComplete="off"
        value={contact.phone}
        disabled={disabled}
        onChange={(phone) => onChange({ phone })}
      />
      <Select
        label="Language"
        options={LANGUAGES}
        value={contact.language}
        disabled={disabled}
        onChange={(language) => onChange({ language: language as Contact["language"] })} // one of LANGUAGES
      />
      <Checkbox
        label="Gets orders"
        checked={contact.getsOrders}
        disabled={disabled}
        onChange={(getsOrders) => onChange({ getsOrders })}
      />
      <Checkbox
        label="Gets returns and claims"
        checked={contact.getsReturns}
        disabled={disabled}
        onChange={(getsReturns) => onChange({ getsReturns })}
      />
    </FormLayout>
  );
}
