// The list out of which a certificate is chosen: who, of which organisation, until when; what cannot be chosen says why.

const DATE = new Intl.DateTimeFormat("ru-RU", { dateStyle: "long" });
const LAST = "signature-certificate"; // the choice of this session

const FOREIGN = "ИНН в сертификате не тот, что у вашей организации: такую подпись не примут.";
const OF_A_PERSON =
  "Сертификат физического лица: его подпись примут, если в СРО есть машиночитаемая доверенность на этого человека.";

// What to know before choosing it, nothing where all is in order.
function warningOf(certificate, inn) {
  const own = certificate.companyInn || (inn.length === 12 ? certificate.inn : "");
  if (!own) return OF_A_PERSON;
  return own === inn ? "" : FOREIGN;
}

function fill(element, slot, text) {
  const place = element.querySelector(`[data-${slot}]`);
  place.textContent = text;
  place.hidden = !text;
}

// Shows the certificates in root, an element made by signatures/certificates.html; those that will be accepted first.
export function showCertificates(root, certificates, refusalOf) {
  const { inn } = root.dataset;
  const template = root.querySelector("template").content.firstElementChild;
  const last = sessionStorage.getItem(LAST);
  const told = certificates.map((one) => ({ one, refusal: refusalOf(one), warning: warningOf(one, inn) }));
  told.sort((a, b) => Boolean(a.refusal) - Boolean(b.refusal) || Boolean(a.warning) - Boolean(b.warning));
  const rows = told.map(({ one: certificate, refusal, warning }) => {
    const row = template.cloneNode(true);
    const input = row.querySelector("input");
    Object.assign(input, { value: certificate.thumbprint, disabled: Boolean(refusal) });
    input.checked = !refusal && certificate.thumbprint === last;
    fill(row, "who", certificate.name);
    fill(row, "organisation", certificate.organisation);
    const number = certificate.companyInn || certificate.inn;
    fill(row, "facts", [number && `ИНН ${number}`, `действует до ${DATE.format(certificate.to)}`].filter(Boolean).join(", "));
    fill(row, "refusal", refusal && `Выбрать нельзя: ${refusal}.`);
    fill(row, "warning", refusal ? "" : warning);
    return row;
  });
  root.querySelector("[data-list]").replaceChildren(...rows);
  const inputs = [...root.querySelectorAll("input:enabled")];
  if (inputs.length && !inputs.some((input) => input.checked)) inputs[0].checked = true;
  return inputs.length;
}

// Returns the chosen one of certificates, undefined where none can be chosen.
export function chosenOf(root, certificates) {
  const thumbprint = root.querySelector("input:checked")?.value;
  if (thumbprint) sessionStorage.setItem(LAST, thumbprint);
  return certificates.find((one) => one.thumbprint === thumbprint);
}
