import { PASSWORD_LENGTH } from "@/lib/contract/password-length";

/** `isNew`: one that is being set, held to the server's bounds as it is typed. */
export function PasswordInput({
  id,
  name,
  className,
  isNew,
}: {
  id: string;
  name: string;
  className: string;
  isNew: boolean;
}) {
  return (
    <input
      id={id}
      className={className}
      name={name}
      type="password"
      autoComplete={isNew ? "new-password" : "current-password"}
      required
      minLength={isNew ? PASSWORD_LENGTH.min : 1}
      maxLength={PASSWORD_LENGTH.max}
    />
  );
}
