import { Banner, Layout } from "@shopify/polaris";
import { useState } from "react";
import type { SupplierPageView } from "#app/dropship/suppliers/open-supplier.server.ts";
import { FormSaveBar } from "#app/ui/form-save-bar.tsx";
import { useJsonForm } from "#app/ui/use-json-form.ts";
import { ArchiveCard } from "./archive-card.tsx";
import { ChannelCard } from "./channel-card.tsx";
import { ContactsCard } from "./contacts-card.tsx";
import { CostsCard } from "./costs-card.tsx";
import { DocumentsCard } from "./documents-card.tsx";
import type { Draft } from "./draft-fields.tsx";
import { IdentityCard } from "./identity-card.tsx";
import { ReturnsCard } from "./returns-card.tsx";
import { ServicesCard } from "./services-card.tsx";
import { TargetsCard } from "./targets-card.tsx";
import { ToDoCard } from "./to-do-card.tsx";
import { WorkCard } from "./work-card.tsx";

type SupplierFormPageProps = { view: SupplierPageView; refusal: string | null };

export function SupplierFormPage({ view, refusal }: SupplierFormPageProps) {
  const address = `/app/suppliers/${view.supplierId ?? "new"}?index`;
  const [form, setForm] = useState(view.form);
  const saving = useJsonForm(address);
  const isLocked = refusal !== null || view.state === "archived";
  const draft: Draft = {
    form,
    errors: saving.errors,
    isLocked,
    change: (change) => setForm((current) => ({ ...current, ...change })),
  };
  return (
    <>
      <FormSaveBar
        id="supplier-save-bar"
        isDirty={JSON.stringify(form) !== JSON.stringify(view.form)}
        isSaving={saving.isSaving}
        onSave={() => saving.send({ intent: "save", version: view.version, form })}
        onDiscard={() => setForm(view.form)}
      />
      <Layout>
        {refusal ? (
          <Layout.Section>
            <Banner title="You can look, not change">{refusal}</Banner>
          </Layout.Section>
        ) : null}
        {saving.refusal ? (
          <Layout.Section>
            <Banner tone="critical" title="Not saved">
              {saving.refusal}
            </Banner>
          </Layout.Section>
        ) : null}
        {view.supplierId && view.state !== "archived" && view.missing.length > 0 ? (
          <Layout.Section>
            <ToDoCard supplierId={view.supplierId} missing={view.missing} />
          </Layout.Section>
        ) : null}
        {view.state === "active" && view.missing.length === 0 && view.isRoutingWatching ? (
          <Layout.Section>
            <Banner
              title="Nothing is left to do here"
              action={{ content: "Open Going live", url: "/app/settings/going-live" }}
            >
              Routing is still watching: it plans orders and sends none to suppliers.
            </Banner>
          </Layout.Section>
        ) : null}
        <SupplierCards {...{ view, draft }} />
        {view.supplierId ? (
          <Layout.AnnotatedSection
            title="Archive"
            description="A supplier is never deleted: orders and figures of the past name it."
          >
            <ArchiveCard address={address} state={view.state} isLocked={refusal !== null} />
          </Layout.AnnotatedSection>
        ) : null}
      </Layout>
    </>
  );
}

function SupplierCards({ view, draft }: { view: SupplierPageView; draft: Draft }) {
  return (
    <>
      <Layout.AnnotatedSection
        title="Supplier"
        description="Who it is, and which of your products' vendors mean it."
      >
        <IdentityCard draft={draft} choices={view.choices} />
      </Layout.AnnotatedSection>
      <Layout.AnnotatedSection
        id="contacts"
        title="Contacts"
        description="Who gets orders and returns, in their own language."
      >
        <ContactsCard draft={draft} />
      </Layout.AnnotatedSection>
      <Layout.AnnotatedSection
        id="regions"
        title="Regions and costs"
        description="Where it ships, and what a parcel costs there. Amounts are in its own currency."
      >
        <CostsCard draft={draft} choices={view.choices} />
      </Layout.AnnotatedSection>
      <Layout.AnnotatedSection
        title="Working time"
        description="Deadlines and schedules count on its own clock."
      >
        <WorkCard draft={draft} choices={view.choices} />
      </Layout.AnnotatedSection>
      <Layout.AnnotatedSection
        title="How orders go out"
        description="One purchase order for each supplier and order, sent once."
      >
        <ChannelCard draft={draft} hasSecret={view.hasSecret} />
      </Layout.AnnotatedSection>
      <Layout.AnnotatedSection
        title="What you agreed"
        description="When it must answer, ship and give tracking, and what happens when it does not."
      >
        <TargetsCard draft={draft} />
      </Layout.AnnotatedSection>
      <Layout.AnnotatedSection
        title="Shipping services"
        description="Which of its services each of your shipping rates means. An order whose rate is not listed is held."
      >
        <ServicesCard draft={draft} />
      </Layout.AnnotatedSection>
      <Layout.AnnotatedSection
        title="Returns"
        description="What it takes back, who pays, and what it credits."
      >
        <ReturnsCard draft={draft} />
      </Layout.AnnotatedSection>
      <Layout.AnnotatedSection
        title="Documents and packing note"
        description="References for your team, and words for the parcel."
      >
        <DocumentsCard draft={draft} />
      </Layout.AnnotatedSection>
    </>
  );
}
