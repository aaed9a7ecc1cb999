(* Runs the extracted forward and backward passes and writes one JSON file for each network.
   A file is written only if every gradient agrees with central differences. *)
open Proved

type tensor = { shape : int list; data : float list }
type layer = { kind : string; options : string; parameters : (string * int list) list }
type network = { name : string; theorem : string; case : case; layers : layer list; input : int list;
                 loss : string; reals : float list; nats : int list; extra : string }

let size = List.fold_left ( * ) 1
let rec split n l = if n = 0 then ([], l) else match l with
  | a :: r -> let (x, y) = split (n - 1) r in (a :: x, y)
  | [] -> failwith "a parameter vector is too short"

(* Small multiples of 1/64 from a linear congruential generator: exact, and the same on every machine. *)
let state = ref 20
let draw () = state := (!state * 1103515245 + 12345) land 0x3fffffff; float_of_int (!state / 65536 mod 193 - 96) /. 64.
let draws n = List.init n (fun _ -> draw ())

(* JSON *)
let number = Printf.sprintf "%.17g"
let array f l = "[" ^ String.concat ", " (List.map f l) ^ "]"
let fields l = "{" ^ String.concat ", " (List.map (fun (k, v) -> Printf.sprintf "%S: %s" k v) l) ^ "}"
let text = Printf.sprintf "%S"
let tensor t = fields ["shape", array string_of_int t.shape; "data", array number t.data]
let whole shape l = fields ["shape", array string_of_int shape; "data", array string_of_int l]

let named layer flat =
  let (rest, l) = List.fold_left (fun (flat, l) (name, shape) ->
    let (data, flat) = split (size shape) flat in (flat, (name, tensor { shape; data }) :: l)) (flat, []) layer.parameters in
  if rest <> [] then failwith (layer.kind ^ ": parameters are left over");
  fields (List.rev l)

(* Central differences of the loss, for every number in the vector that [rebuild] puts back. *)
let check name what value gradient rebuild vector =
  let h = 1. /. 1048576. in
  List.iteri (fun i g ->
    let at d = value (rebuild (List.mapi (fun j v -> if i = j then v +. d else v) vector)) in
    let slope = (at h -. at (-. h)) /. (2. *. h) in
    if not (Float.abs (slope -. g) <= 1e-6 *. (1. +. Float.abs g)) then
      failwith (Printf.sprintf "%s: %s[%d]: gradient %.17g, central difference %.17g" name what i g slope)) gradient

let write folder n =
  let parameters = List.map draws n.case.parameter_sizes in
  let input = draws n.case.input_size in
  let go ps x = n.case.run_case n.reals n.nats ps x in
  let r = go parameters input in
  let value ps x = (go ps x).loss_value in
  check n.name "input" (value parameters) r.d_input (fun x -> x) input;
  List.iteri (fun k g ->
    check n.name (Printf.sprintf "layer %d" k) (fun ps -> value ps input) g
      (fun v -> List.mapi (fun j p -> if j = k then v else p) parameters) (List.nth parameters k)) r.gradients;
  let layer l flat = fields ["kind", text l.kind; "options", l.options; "parameters", named l flat] in
  let lines = [
    "schema", "1"; "name", text n.name; "theorem", text n.theorem; "command", text "make -C proofs fixtures";
    "layers", "[\n    " ^ String.concat ",\n    " (List.map2 layer n.layers parameters) ^ "\n  ]";
    "input", tensor { shape = n.input; data = input };
    "loss", fields ["kind", text n.loss; "target", n.extra];
    "output", array number r.output; "loss_value", number r.loss_value;
    "gradients", "[\n    " ^ String.concat ",\n    " (List.map2 named n.layers r.gradients) ^ "\n  ]";
    "input_gradient", array number r.d_input ] in
  let out = open_out (Filename.concat folder (n.name ^ ".json")) in
  output_string out ("{\n" ^ String.concat ",\n" (List.map (fun (k, v) -> Printf.sprintf "  %S: %s" k v) lines) ^ "\n}\n");
  close_out out

(* The networks, described for a reader who rebuilds them elsewhere. *)
let plain kind = { kind; options = "{}"; parameters = [] }
let affine n m = { kind = "affine"; options = "{}"; parameters = ["weight", [n; m]; "bias", [m]] }
let norm kind n = { kind; options = fields ["eps", "1e-05"]; parameters = ["gamma", [n]; "beta", [n]] }
let conv c f k stride pad = { kind = "convolution"; parameters = ["kernel", [f; c; k; k]; "bias", [f]];
  options = fields ["stride", string_of_int stride; "padding", string_of_int pad] }
let pool kind k stride pad = { kind; parameters = [];
  options = fields ["window", string_of_int k; "stride", string_of_int stride; "padding", string_of_int pad] }
let dropout shape mask = { kind = "dropout"; parameters = []; options = fields ["keep", "0.5"; "mask", whole shape mask] }

let four = [0; 2; 1; 2] and two = [2; 0]
let classifier ?(theorem = "Backprop.parameter_gradient") ?(reals = []) ?(more = []) ?(lab = four) name case layers input =
  { name; theorem; case; layers; input; loss = "softmax_cross_entropy"; reals; nats = lab @ more; extra = array string_of_int lab }
let mlp ?(theorem = "Backprop.parameter_gradient") ?(options = "{}") kind case =
  classifier ~theorem ("activation_" ^ kind) case [affine 3 5; { (plain kind) with options }; affine 5 3] [4; 3]
let normed ?reals name kind case options =
  classifier ?reals name case [affine 3 4; { (norm kind 4) with options }; plain "tanh"; affine 4 3] [4; 3]
let loss name theorem case targets =
  { name; theorem; case; layers = [affine 3 3]; input = [4; 3]; loss = name; reals = targets; nats = [];
    extra = tensor { shape = [4; 3]; data = targets } }
let targets = List.init 12 (fun i -> float_of_int (i * 7 mod 13 - 6) /. 8.)
let unit_targets = List.init 12 (fun i -> float_of_int (i * 5 mod 12) /. 16.)
let mask1 = List.init 20 (fun i -> if i mod 3 = 1 then 0 else 1) and mask2 = List.init 16 (fun i -> if i mod 5 = 2 then 0 else 1)
let mean = [0.25; -0.5; 0.; 1.] and variance = [1.; 0.5; 2.; 0.25]
let eps = fields ["eps", "1e-05"]
let tokens = [1; 0; 2; 1] and next = [0; 2; 1; 1]

let block = { kind = "transformer_block"; parameters = [
    "gamma_attention", [4]; "beta_attention", [4]; "weight_qkv", [4; 12]; "bias_qkv", [12]; "weight_out", [4; 4]; "bias_out", [4];
    "gamma_mlp", [4]; "beta_mlp", [4]; "weight_up", [4; 5]; "bias_up", [5]; "weight_down", [5; 4]; "bias_down", [4]];
  options = fields ["heads", "2"; "scale", number (1. /. sqrt 2.); "mask", text "causal"; "activation", text "gelu"; "eps", "1e-05"] }

let networks = [
  classifier "affine" affine_case [affine 3 3] [4; 3];
  mlp "relu" relu_case ~theorem:"Networks.two_layer_net_gradient";
  mlp "leaky_relu" leaky_relu_case ~options:(fields ["slope", number (1. /. 128.)]);
  mlp "elu" elu_case ~options:(fields ["alpha", "1"]);
  mlp "sigmoid" sigmoid_case ~theorem:"Networks.two_layer_net_sigmoid_gradient";
  mlp "log_sigmoid" log_sigmoid_case; mlp "tanh" tanh_case; mlp "softplus" softplus_case; mlp "silu" silu_case;
  mlp "gelu" gelu_case; mlp "gelu_tanh" gelu_tanh_case;
  normed "batch_norm" "batch_norm" batch_norm_case eps;
  normed "batch_norm_evaluation" "batch_norm_evaluation" batch_norm_evaluation_case ~reals:(mean @ variance)
    (fields ["eps", "1e-05"; "mean", array number mean; "variance", array number variance]);
  normed "layer_norm" "layer_norm" layer_norm_case eps;
  normed "rms_norm" "rms_norm" rms_norm_case eps;
  classifier "multi_layer_net" multi_layer_case ~theorem:"Networks.multi_layer_net_gradient" ~more:(mask1 @ mask2)
    [affine 3 5; norm "batch_norm" 5; plain "relu"; dropout [4; 5] mask1;
     affine 5 4; norm "batch_norm" 4; plain "relu"; dropout [4; 4] mask2; affine 4 3] [4; 3];
  classifier "convolution" conv_case ~lab:two [conv 1 2 3 2 1; plain "tanh"; affine 18 3] [2; 1; 5; 5];
  classifier "simple_conv_net" simple_conv_case ~lab:two ~theorem:"ConvNets.simple_conv_net_gradient"
    [conv 1 2 2 1 0; pool "relu_max_pool" 2 2 0; affine 8 4; plain "relu"; affine 4 3] [2; 1; 5; 5];
  classifier "max_pool" max_pool_case ~lab:two [conv 1 2 3 1 1; pool "max_pool" 3 2 1; affine 18 3] [2; 1; 5; 5];
  classifier "average_pool" average_pool_case ~lab:two [conv 1 2 2 1 0; pool "average_pool" 2 2 0; affine 8 3] [2; 1; 5; 5];
  classifier "language_model" language_model_case ~theorem:"Transformer.language_model_gradient" ~lab:next ~more:tokens
    [{ kind = "embedding"; options = fields ["indices", array string_of_int tokens]; parameters = ["table", [3; 4]] };
     block; norm "layer_norm" 4; affine 4 3] [0];
  loss "half_squared_error" "Errors.half_squared_error_rule" half_squared_error_case targets;
  loss "mean_squared_error" "Errors.mean_squared_error_rule" mean_squared_error_case targets;
  loss "binary_cross_entropy" "Errors.binary_cross_entropy_rule" binary_cross_entropy_case unit_targets;
  loss "softmax_cross_entropy_distribution" "CrossEntropy.softmax_cross_entropy_distribution_rule" distribution_case unit_targets;
]
let () = List.iter (write Sys.argv.(1)) networks; Printf.printf "%d fixtures\n" (List.length networks)
