/** The staff of the seeded shop: who can sit in front of the admin page. Invented people. */

export type StaffUser = {
  id: string;
  firstName: string;
  lastName: string;
  email: string;
  role: string;
  isOwner: boolean;
  locale: string;
};

export const STAFF: readonly StaffUser[] = [
  {
    id: "100001",
    firstName: "Noa",
    lastName: "Whitcomb",
    email: "noa@harbor-and-pine.example",
    role: "Owner",
    isOwner: true,
    locale: "en",
  },
  {
    id: "100002",
    firstName: "Priya",
    lastName: "Nair",
    email: "priya@harbor-and-pine.example",
    role: "Manager",
    isOwner: false,
    locale: "en",
  },
  {
    id: "100003",
    firstName: "Tomás",
    lastName: "Ferreira",
    email: "tomas@harbor-and-pine.example",
    role: "Support agent",
    isOwner: false,
    locale: "en",
  },
];

export function getStaffUser(id: string): StaffUser {
  const user = STAFF.find((one) => one.id === id) ?? STAFF[0];
  if (!user) throw new Error("the sandbox has no staff");
  return user;
}
